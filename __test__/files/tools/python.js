'use strict';

// Python's own `MozillaCookieJar`, and yt-dlp's reader, which is built on it.

const { run } = require('./run');

const SCRIPT = `
import sys, urllib.request
kind, what, proxy, file, url = sys.argv[1:]
if kind == 'yt-dlp':
    from yt_dlp.cookies import YoutubeDLCookieJar as Jar
else:
    from http.cookiejar import MozillaCookieJar as Jar
jar = Jar(file)
everything = dict(ignore_discard=True, ignore_expires=True)
if what == 'replay':
    jar.load(**everything)
    # To Python, zero is a date; yt-dlp reads it as everybody else does.
    for cookie in jar:
        if cookie.expires == 0:
            cookie.expires = None
proxies = {'http': proxy} if proxy else {}
opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), urllib.request.HTTPCookieProcessor(jar))
opener.open(url).read()
if what == 'record':
    jar.save(**everything)
`;

/** @param {string} [packages] a folder with yt-dlp, as pip installs it */
function reader(kind, packages) {
  const env = packages === undefined ? {} : { PYTHONPATH: packages };
  const python = (what, url, { proxy = '', file, folder }) =>
    run('python3', ['-c', SCRIPT, kind, what, proxy, file, url], { folder, env });
  const version = {
    python: 'import platform; print("Python", platform.python_version())',
    'yt-dlp': 'import yt_dlp.version; print("yt-dlp", yt_dlp.version.__version__)',
  };
  return {
    name: kind,
    version: async () => (await run('python3', ['-c', version[kind]], { env })).trim(),
    record: (url, place) => python('record', url, place),
    replay: (url, place) => python('replay', url, place),
  };
}

module.exports = { python: reader('python'), ytDlp: (packages) => reader('yt-dlp', packages) };
