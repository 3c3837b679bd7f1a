'use strict';

// Files in the shape that their programs document, of programs that no test can run: extensions of a person's browser, Selenium.

const EXPIRY = 2082758400;

const login = {
  name: 'login',
  value: 'one',
  domain: '.shop.example',
  path: '/',
  expires: EXPIRY + 0.5,
  httpOnly: true,
  secure: true,
};
const cart = {
  name: 'cart',
  value: '',
  domain: 'www.shop.example',
  path: '/cart',
  expires: -1,
  httpOnly: false,
  secure: false,
};

const json = (value) => JSON.stringify(value, null, 4);

const editThisCookie = [
  {
    domain: '.shop.example',
    expirationDate: EXPIRY + 0.5,
    hostOnly: false,
    httpOnly: true,
    name: 'login',
    path: '/',
    sameSite: 'no_restriction',
    secure: true,
    session: false,
    storeId: '0',
    value: 'one',
    id: 1,
  },
  {
    domain: 'www.shop.example',
    hostOnly: true,
    httpOnly: false,
    name: 'cart',
    path: '/cart',
    sameSite: 'unspecified',
    secure: false,
    session: true,
    storeId: '0',
    value: '',
    id: 2,
  },
];

const cookieEditor = editThisCookie.map(({ id: _, ...cookie }) => ({
  ...cookie,
  storeId: null,
  sameSite: cookie.sameSite === 'unspecified' ? null : cookie.sameSite,
  firstPartyDomain: '',
}));

const protocol = [
  {
    ...login,
    size: 8,
    session: false,
    sameSite: 'None',
    priority: 'High',
    sameParty: false,
    sourceScheme: 'Secure',
    sourcePort: 443,
    partitionKey: { topLevelSite: 'https://top.example', hasCrossSiteAncestor: true },
  },
  { ...cart, size: 4, session: true, priority: 'Medium', sourceScheme: 'NonSecure', sourcePort: 80 },
];

const selenium = [
  {
    domain: '.shop.example',
    expiry: EXPIRY,
    httpOnly: true,
    name: 'login',
    path: '/',
    sameSite: 'None',
    secure: true,
    value: 'one',
  },
  {
    domain: 'www.shop.example',
    httpOnly: false,
    name: 'cart',
    path: '/cart',
    sameSite: 'Lax',
    secure: false,
    value: '',
  },
];

/** `[what wrote it, the format, the text, the cookies that are in it]` */
const SHAPES = [
  ['EditThisCookie', 'extension', json(editThisCookie), [{ ...login, sameSite: 'None' }, cart]],
  ['Cookie-Editor', 'extension', json(cookieEditor), [{ ...login, sameSite: 'None' }, cart]],
  [
    'the DevTools protocol',
    'puppeteer',
    json({ cookies: protocol }),
    [
      { ...login, sameSite: 'None', priority: 'High' },
      { ...cart, priority: 'Medium' },
    ],
  ],
  [
    'Selenium',
    'selenium',
    json(selenium),
    [
      { ...login, expires: EXPIRY, sameSite: 'None' },
      { ...cart, sameSite: 'Lax' },
    ],
  ],
];

module.exports = { SHAPES };
