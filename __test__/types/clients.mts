// Clients take the jar; those that ask for tough-cookie's class want a cast.

import axios from 'axios';
import { wrapper } from 'axios-cookiejar-support';
import { CookieJar, Session } from 'crawler-session';
import fetchCookie from 'fetch-cookie';
import got from 'got';
import { gotScraping } from 'got-scraping';
import { CookieAgent } from 'http-cookie-agent/undici';
import { Impit } from 'impit';

const { cookieJar } = new Session();

export const clients = [
  got.extend({ cookieJar }),
  gotScraping.extend({ cookieJar }),
  fetchCookie(fetch, cookieJar),
  new Impit({ cookieJar }),
  new CookieAgent({ cookies: { jar: cookieJar as never } }),
  wrapper(axios.create({ jar: cookieJar as never })),
  got.extend({ cookieJar: new CookieJar() }),
];
