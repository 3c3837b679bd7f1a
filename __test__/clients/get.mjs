/** The `get` of a client with got's responses. */
export function getByGot(client) {
  return async (url) => {
    const response = await client(url);
    return { status: response.statusCode, body: response.body, finalUrl: response.url };
  };
}

/** The `get` of a `fetch`. */
export function getByFetch(fetch) {
  return async (url) => {
    const response = await fetch(url);
    return { status: response.status, body: await response.text(), finalUrl: response.url };
  };
}
