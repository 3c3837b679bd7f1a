'use strict';

// What a crawler of Crawlee 4 does with a session, step by step as its source has it (packages/basic-crawler, packages/browser-crawler and
// packages/http-crawler of apify/crawlee, August 2026): npm has nothing of it yet. Only what concerns sessions is here.

const { Cookie } = require('tough-cookie');

class SessionError extends Error {}
/** A 429 under a throttling request manager. */
class RequestThrottledError extends Error {}
class CriticalError extends Error {}
class TimeoutError extends Error {}

/** Not told to the user's context. */
const CLEANUPS = Symbol('deferredCleanup');

const absolves = (error) => error instanceof SessionError || error instanceof RequestThrottledError;

/** Settles as a promise does, or rejects when the time is over; what the promise gives then is lost. */
function withTimeout(promise, ms) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`Timed out after ${ms} ms`)), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

class Crawler {
  /**
   * @param {object} options `sessionPool`, `extendContext`, `browserPool`; `navigate(context)` without a browser; `requestHandler`;
   * `errorHandler`; `internalTimeoutMillis`, which bounds each call of `getSession`; `timeIsUp`, a promise: when it resolves, the time of
   * the whole request is over
   */
  constructor({ internalTimeoutMillis = 300_000, timeIsUp = new Promise(() => {}), ...options }) {
    this.options = { ...options, internalTimeoutMillis, timeIsUp };
    this.getSessionCalls = 0;
  }

  /** One attempt at a request. Returns the error that it ended with, if any. What goes on afterwards is `context.pipeline`. */
  async attempt(request, context = { request }) {
    context.pipeline = this.#pipeline(context);
    context.pipeline.catch(() => {});
    try {
      const timeout = this.options.timeIsUp.then(() => {
        throw new TimeoutError('Request timed out');
      });
      await Promise.race([context.pipeline, timeout]);
      return undefined;
    } catch (error) {
      await this.#handleFailure(error, context);
      if (error instanceof CriticalError) return error;
      if (!absolves(error)) context.session?.markBad();
      return error;
    } finally {
      await Promise.all((context[CLEANUPS] ?? []).map((cleanup) => cleanup().catch(() => {})));
    }
  }

  async #pipeline(context) {
    const cleanups = [];
    Object.assign(context, {
      id: Math.random().toString(36).slice(2),
      [CLEANUPS]: cleanups,
      registerDeferredCleanup: (cleanup) => cleanups.push(cleanup),
    });
    context.session = await this.#getSession(context.request.sessionId);
    context.proxyInfo = context.session.proxyInfo;
    Object.assign(context, await this.options.extendContext?.(context));
    if (this.options.browserPool !== undefined) await this.#visit(context);
    else await this.options.navigate?.(context);
    try {
      await this.options.requestHandler?.(context);
    } finally {
      if (context.page !== undefined) await this.#persistCookies(context).catch(() => {});
    }
    context.session.markGood();
  }

  async #getSession(sessionId, retried = 1) {
    try {
      this.getSessionCalls++;
      const session = await withTimeout(
        this.options.sessionPool.getSession(sessionId),
        this.options.internalTimeoutMillis,
      );
      if (!session) throw new Error('MissingSessionError');
      return session;
    } catch (error) {
      if (retried > 3) throw error;
      return this.#getSession(sessionId, retried + 1);
    }
  }

  /** Opens a page, and navigates. */
  async #visit(context) {
    const { browserPool } = this.options;
    const { id, session, request } = context;
    context.page = await browserPool.newPage({ id, session });
    context.registerDeferredCleanup(async () => {
      const error = session.isUsable() ? undefined : new SessionError('Session is no longer usable');
      await browserPool.closePage(context.page, { error });
    });
    const ofSession = (await session.cookieJar.getCookies(request.url)).map(toBrowser);
    const ofHeader = (request.cookie ?? '').split(/ *; */).map((text) => Cookie.parse(text));
    const cookies = [...ofSession, ...ofHeader.filter((cookie) => cookie).map(toBrowser)].map((cookie) => ({
      ...cookie,
      url: cookie.domain ? undefined : request.url,
    }));
    await browserPool.injectPageState(context.page, { cookies });
    try {
      context.response = await context.page.goto(request.url, request.gotoOptions);
    } catch (error) {
      if (error.name !== 'TimeoutError') throw error;
      session.markBad();
      throw new TimeoutError('Navigation timed out');
    }
    if ([401, 403, 429].includes(context.response.status())) throw new SessionError('Request blocked');
    await this.#persistCookies(context);
  }

  async #persistCookies({ page, session }) {
    const { cookies } = await this.options.browserPool.extractPageState(page);
    for (const cookie of cookies) {
      await session.cookieJar.setCookie(toTough(cookie), page.url(), { ignoreError: false }).catch(() => {});
    }
  }

  async #handleFailure(error, { session, request }) {
    if (error instanceof RequestThrottledError || error instanceof CriticalError) return;
    await this.options.errorHandler?.(error);
    if (error instanceof SessionError) session?.retire();
    if (error instanceof SessionError && request.noRetry) session?.retire();
  }
}

/** `toughCookieToBrowserPoolCookie` */
function toBrowser({ key, value, expires, domain, hostOnly, path, secure, httpOnly }) {
  return {
    name: key,
    value,
    expires: expires == null || expires === 'Infinity' ? undefined : expires.getTime() / 1000,
    domain: domain ? `${hostOnly ? '' : '.'}${domain}` : undefined,
    path: path ?? undefined,
    secure,
    httpOnly,
  };
}

/** `browserPoolCookieToToughCookie` */
function toTough({ name, value, expires, domain, path, secure, httpOnly }) {
  const isOfDomain = domain?.startsWith('.');
  return new Cookie({
    key: name,
    value,
    ...(expires > 0 && { expires: new Date(expires * 1000) }),
    domain: isOfDomain ? domain.slice(1) : domain,
    path,
    secure,
    httpOnly,
    hostOnly: !isOfDomain,
  });
}

/** What the HTTP crawlers' client does at each hop: it reads the header, stores each line, and each cookie once more as an object. */
async function fetchAs({ session, request: { url } }) {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: await session.cookieJar.getCookieString(url) },
  });
  await response.text();
  for (const line of response.headers.getSetCookie()) await session.cookieJar.setCookie(line, url);
  for (const line of response.headers.getSetCookie()) {
    await session.cookieJar.setCookie(Cookie.parse(line), url, { ignoreError: false });
  }
  if ([401, 403, 429].includes(response.status)) throw new SessionError('Request blocked');
}

module.exports = { Crawler, CriticalError, RequestThrottledError, SessionError, TimeoutError, fetchAs };
