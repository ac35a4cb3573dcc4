// Runs before anything else and in every browser, so it is written for old ones: shows the learner's size and theme
// at once, and says so where the app cannot run or did not arrive.
(function () {
  var root = document.documentElement;
  try {
    var kept = JSON.parse(localStorage.getItem('xueliansai/1/preferences') || '{}');
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

  // A module with one externref table: what the app's own module needs and older browsers refuse.
  var probe = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 1];
  var able = typeof WebAssembly === 'object' && 'noModule' in HTMLScriptElement.prototype &&
    WebAssembly.validate(new Uint8Array(probe));
  if (!able) {
    say('这个浏览器版本太旧，打不开学练赛。请更新微信或系统浏览器，或换用新版的 Chrome、Edge、360（极速模式）、华为浏览器；苹果手机需要 iOS 16.4 以上。');
    return;
  }
  function failed() {
    if (document.getElementById('shell-note')) say('没能加载完，可能是网络不稳。请检查网络后刷新页面，已存的作答不受影响。');
  }
  addEventListener('unhandledrejection', failed);
  addEventListener('error', failed, true);
})();
