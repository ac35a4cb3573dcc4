// Runs before anything else and in every browser, so it is written for old ones: shows the learner's size and theme
// at once, and says so where the app cannot run or did not arrive.
(function () {
  var root = document.documentElement;
  try {
    var kept = JSON.parse(localStorage.getItem('xueliansai/look') || '{}');
    if (kept.size) root.setAttribute('data-size', kept.size);
    if (kept.theme) root.setAttribute('data-theme', kept.theme);
  } catch (refused) { /* the app says later that nothing is kept */ }

  function say(text) {
    function put() {
      var note = document.getElementById('shell-note');
      if (!note) return;
      note.textContent = text;
      note.setAttribute('role', 'alert');
      note.className = 'halt';
      note.parentNode.removeAttribute('aria-hidden');
      var bones = document.querySelectorAll('.bone');
      for (var i = 0; i < bones.length; i++) bones[i].style.display = 'none';
    }
    if (document.getElementById('shell-note')) put();
    else document.addEventListener('DOMContentLoaded', put);
  }

  // What the app asks of the browser beside the page, in words that `device` answers with: `insecure` (no https),
  // `worker` (can keep a copy), `kept`, `partly` or `failed` (that copy), `update`, `install`, `installed`, `persisted`.
  var words = document.createElement('i').classList, worker = navigator.serviceWorker, storage = navigator.storage;
  var mark = document.querySelector('meta[name=xueliansai-build]'), build = mark && mark.content;
  var prompt, next, pressed, begun, known = worker && worker.controller;
  function note(word, off) {
    words[off ? 'remove' : 'add'](word);
    dispatchEvent(new Event('device'));
  }
  function lost() { note('failed'); }
  function offer(found) {
    next = found;
    if (known) found.postMessage(['offer', build]);
  }
  function rest(active) { active.postMessage(['rest', build]); }
  // Never before the app stands and is at rest: the first answer comes first.
  function keep() {
    worker.onmessage = function (event) { note(event.data); };
    worker.addEventListener('controllerchange', function () {
      if (pressed) return location.reload();
      // Another page let a new version in; this one stays as it is until the learner wants it.
      if (known) offer(worker.controller);
      known = true;
      rest(worker.controller);
    });
    worker.register('sw.js').then(function (home) {
      function watch(found) {
        if (found.state === 'installed') return offer(found);
        found.addEventListener('statechange', function () {
          if (found.state === 'installed') offer(found);
          if (found.state === 'redundant' && !home.active) lost();
        });
      }
      if (home.waiting || home.installing) watch(home.waiting || home.installing);
      if (home.active) rest(home.active);
      // A bank that did not arrive, or an answer that got lost between two versions: asked for again now and then.
      // Never of a worker that is to go: the next one waits until nobody has asked it anything for half a minute.
      var again = setInterval(function () {
        if (home.waiting) offer(home.waiting);
        else if (words.contains('kept')) clearInterval(again);
        else if (navigator.onLine && worker.controller) rest(worker.controller);
      }, 10000);
      home.addEventListener('updatefound', function () { watch(home.installing); });
      document.addEventListener('visibilitychange', function () {
        if (!document.hidden) home.update().catch(function () { /* no network: another time */ });
      });
    }).catch(lost);
  }
  window.device = function (what) {
    if (!begun) {
      begun = true;
      if (!window.isSecureContext) note('insecure');
      if (navigator.standalone || matchMedia('(display-mode: standalone)').matches) note('installed');
      if (storage && storage.persisted) storage.persisted().then(function (is) { if (is) note('persisted'); });
      if (worker && build) {
        note('worker');
        setTimeout(function () { (window.requestIdleCallback || setTimeout)(keep); }, 3000);
      }
    }
    if (what === 'update') {
      pressed = true;
      if (next && next.state === 'installed') next.postMessage(['take over']);
      else location.reload();
    }
    if (what === 'install' && prompt) {
      prompt.prompt();
      note('install', true);
    }
    if (what === 'persist' && storage && storage.persist) storage.persist().then(function (is) { if (is) note('persisted'); });
    return words.value;
  };
  addEventListener('beforeinstallprompt', function (event) {
    event.preventDefault();
    prompt = event;
    note('install');
  });
  addEventListener('appinstalled', function () { note('installed'); });

  // A module with one externref table: what the app's own module needs and older browsers refuse.
  var probe = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 1];
  var able = typeof WebAssembly === 'object' && 'noModule' in HTMLScriptElement.prototype &&
    WebAssembly.validate(new Uint8Array(probe));
  if (!able) {
    say('这个浏览器版本太旧，打不开学练赛。请更新微信或系统浏览器，或换用新版的 Chrome、Edge、360（极速模式）、华为浏览器；苹果手机需要 iOS 16.4 以上。');
    return;
  }
  // The last screen: a bug of ours ends the app's WebAssembly for good.
  function halt(error) {
    var body = document.body;
    if (body.getElementsByClassName('halt').length) return;
    body.textContent = '';
    var screen = body.appendChild(document.createElement('main'));
    screen.className = 'halt';
    screen.setAttribute('role', 'alert');
    screen.setAttribute('data-testid', 'panic');
    function add(name, text) {
      var element = screen.appendChild(document.createElement(name));
      element.textContent = text;
      return element;
    }
    add('h1', '程序出了错，已停下');
    add('p', '已经判过的作答都已存在本机，不会丢。刷新页面就能接着练。');
    var link = add('a', '刷新页面');
    // An empty address is this page; the fragment goes, because it may be what led here.
    link.href = '?';
    link.className = 'act';
    link.setAttribute('data-testid', 'panic-reload');
    add('p', '如果反复出现，请把下面的文字发给提供本应用的单位：');
    // Where it happened, without the addresses that say the same again on every line.
    add('pre', build + '\n' + String(error.stack).replace(/\S*\//g, '').split('\n').slice(0, 9).join('\n'));
  }
  function failed(event) {
    var error = event.reason || event.error;
    if (error instanceof WebAssembly.RuntimeError) halt(error);
    else if (document.getElementById('shell-note')) say('没能加载完，可能是网络不稳。请检查网络后刷新页面，已存的作答不受影响。');
  }
  addEventListener('unhandledrejection', failed);
  addEventListener('error', failed, true);
})();
