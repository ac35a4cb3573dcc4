// A static host for the built app, with routes of its own for banks that exist only in memory. Plain JavaScript, so
// that the bench and the pictures, which run without Playwright's loader, use it too.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import sirv from 'sirv';
import { FIXTURES } from './fixtures/banks.mjs';

/** What a browser is told about files that brotli makes smaller. */
const TYPES = { html: 'text/html;charset=utf-8', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', json: 'application/json', bank: 'application/octet-stream', svg: 'image/svg+xml' };

/**
 * @param {string} dist the built app
 * @param {{ brotli?: boolean, files?: Record<string, string>, port?: number }} options with `brotli`, bytes on the wire
 * are as deployed; `files` stand beside the app, by path; with `port` a server that was closed comes back
 */
export async function serve(dist, { brotli = false, files: others = {}, port: wanted = 0 } = {}) {
  const routes = new Map();
  const files = sirv(dist, { dev: false, etag: true });
  const compressed = new Map();

  function inBrotli(key, type, body, response) {
    if (!compressed.has(key)) compressed.set(key, brotliCompressSync(body()));
    const bytes = compressed.get(key);
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br', 'content-length': bytes.length, 'cache-control': 'no-cache' });
    response.end(bytes);
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const wantsBrotli = brotli && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const route = routes.get(path);
    const fixture = FIXTURES[path];
    if (route) {
      const { status = 200, headers = {}, body = '' } = route(request);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    } else if (fixture) {
      if (wantsBrotli) return inBrotli(path, TYPES.json, () => Buffer.from(fixture()), response);
      response.writeHead(200, { 'content-type': TYPES.json, 'cache-control': 'no-cache' });
      response.end(fixture());
    } else {
      const file = path.endsWith('/') ? `${path}index.html` : path;
      const type = TYPES[file.split('.').pop()];
      const place = others[file] ?? join(dist, file);
      if (type && existsSync(place) && (wantsBrotli || others[file])) {
        return inBrotli(file, type, () => readFileSync(place), response);
      }
      files(request, response, () => {
        response.writeHead(404, { 'content-type': 'text/plain' });
        response.end('not found');
      });
    }
    return undefined;
  });
  await new Promise((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** Answers a path with what `answer` gives: `{ status, headers, body }`. */
    route(path, answer) {
      routes.set(path, answer);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
