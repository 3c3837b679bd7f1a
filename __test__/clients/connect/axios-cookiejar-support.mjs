import axios from 'axios';
import { wrapper } from 'axios-cookiejar-support';
import { lookup } from '../site.js';

export default function connect(jar) {
  // A proxy of the environment would not know the names of the site.
  const client = wrapper(axios.create({ jar, lookup, proxy: false }));
  return async (url) => {
    const response = await client.get(url);
    return { status: response.status, body: response.data, finalUrl: response.request.res.responseUrl };
  };
}
