// Keeps the app on the device, so that it opens without a network. `bank dist` puts the list of this build below: a
// file's name (relative to this folder) and the digest it must have, so that neither the sign-in page of a Wi-Fi nor a
// server that is just being updated ever gets into the copy.
const LIST = null;

const HOME = new URL('./', location.href).href;
// One cache per folder and build: an origin may hold several copies of the app.
const OURS = `xueliansai ${HOME} `;
const CACHE = OURS + LIST.build;
const FILES = new Map([...LIST.shell, ...LIST.later]);
/** How long an answer about the page may take, in milliseconds, before the copy on the device is shown. */
const PATIENCE = 3000;
/** Stands in every build of the page and on no other page. */
const MARK = '<meta name="xueliansai-build"';

const wanted = (name) => new Request(HOME + name, {
  integrity: FILES.get(name),
  // A name with a digest never changes its content; the browser's own copy of any other may be old.
  cache: /[.-][0-9a-f]{10,}[._/]/.test(name) ? 'default' : 'no-cache',
});

/** The whole app or nothing: one file that does not arrive, and the version before stays. */
async function keepShell() {
  const page = await fetch(HOME, { cache: 'no-cache' });
  if (!page.ok || page.redirected || !(await page.clone().text()).includes(`${MARK} content="${LIST.build}"`)) {
    throw new Error('the page is not of this build');
  }
  const cache = await caches.open(CACHE);
  await cache.addAll(LIST.shell.map(([name]) => wanted(name)));
  await cache.put(HOME, page);
  // What has not changed since the version before is not fetched again.
  for (const [name] of LIST.later) {
    const kept = await caches.match(HOME + name);
    if (kept) await cache.put(HOME + name, kept);
  }
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

/** Brings in the rest one by one; whether all of it is there. What fails is tried again at the next visit. */
async function keepRest() {
  const cache = await caches.open(CACHE);
  let all = true;
  for (const [name] of LIST.later) {
    if (!(await cache.match(HOME + name))) await cache.add(wanted(name)).catch(() => { all = false; });
  }
  return all;
}

/** The newest page if the server gives it in time, else the one on the device. */
async function page(request) {
  const network = fetch(request);
  const newest = network.then(async (answer) => {
    const ours = answer.ok && !answer.redirected && (await answer.clone().text()).includes(MARK);
    return ours ? answer : undefined;
  }).catch(() => undefined);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  return (await Promise.race([newest, late])) ?? (await (await caches.open(CACHE)).match(HOME)) ?? network;
}

async function file(name, request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(HOME + name);
  if (kept) return kept;
  await cache.add(wanted(name)).catch(() => undefined);
  return (await cache.match(HOME + name)) ?? fetch(request);
}

addEventListener('install', (event) => event.waitUntil(keepShell()));
addEventListener('activate', (event) => event.waitUntil(tidy()));

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || request.headers.has('range') || !request.url.startsWith(HOME)) return;
  const [name, query] = request.url.slice(HOME.length).split('#')[0].split('?');
  if (request.mode === 'navigate') {
    if (name === '' || name === 'index.html') event.respondWith(page(request));
  } else if (FILES.has(name) && query === undefined) {
    event.respondWith(file(name, request));
  }
});

// A page says of which build it is. It never changes under the learner: a new version takes over where the page in
// front is of the same build already, or when she asks for it.
addEventListener('message', (event) => {
  const { data: [what, build], source } = event;
  const same = build === LIST.build;
  if (what === 'take over' || (what === 'offer' && same)) skipWaiting();
  else if (what === 'offer') source.postMessage('update');
  else if (what === 'rest' && same) {
    event.waitUntil(keepRest().then((all) => source.postMessage(all ? 'kept' : 'partly')));
  }
});
