// SPDX-License-Identifier: Apache-2.0
// What the page does more than its forms: answers without loading anew, news as they come, keys. All that is shown comes
// from the server as it would without this file.

const part = { 'X-Part': '1', Accept: 'text/html' };
const live = document.getElementById('live');
const net = document.getElementById('net');
let busy = false;
// There was news while the page could not be drawn anew.
let missed = false;
// Grows with whatever is sent: what was asked for before that is of before.
let sent = 0;
// Older browsers do not tell which button sent a form.
let pressed = null;

// With fingers the key for a new line makes a new line.
const hasKeys = matchMedia('(pointer: fine)').matches;

const talk = () => document.getElementById('talk');
const field = () => document.getElementById('text');

function tell(words) {
  if (!net) return;
  net.textContent = words;
  net.hidden = words === '';
}

function dress() {
  const keys = document.getElementById('keys');
  if (keys) keys.hidden = !hasKeys;
}

// Puts the new part in the place of the old one. What is being written, and what was opened, stays.
function show(text, { keep, focus }) {
  const old = talk();
  if (!old) return;
  const box = new DOMParser().parseFromString(text, 'text/html').getElementById('talk');
  if (!box) return;
  const before = field();
  const written = keep && before ? before.value : null;
  const wasWriting = before !== null && document.activeElement === before;
  const wasOpen = document.querySelector('#earlier[open]') !== null;
  old.replaceWith(document.adoptNode(box));
  dress();
  const after = field();
  if (written && after && after.value === '') after.value = written;
  const earlier = document.getElementById('earlier');
  if (earlier && wasOpen) earlier.open = true;
  const now = document.getElementById('now');
  // Read out: what is new, without the person's own words.
  const last = Number(old.dataset.last);
  const heard = [...box.querySelectorAll('.row')].filter((row) => Number(row.dataset.seq) > last);
  const words = heard.flatMap((row) => [...row.children].filter((part) => !part.matches('.said')));
  if (live && words.length) live.textContent = words.map((part) => part.innerText).join('\n');
  if (after && (wasWriting || (focus && hasKeys))) {
    after.focus({ preventScroll: true });
  } else if (focus && now) {
    now.focus({ preventScroll: true });
  }
  if (focus && now && now.getBoundingClientRect().top < 0) now.scrollIntoView();
  listen();
}

// Between the press of a button and its release nothing is drawn anew under it: the click would be lost.
let held = 0;
function letGo() {
  clearTimeout(held);
  held = 0;
  if (missed) setTimeout(look, 0);
}
addEventListener('pointerdown', () => {
  clearTimeout(held);
  held = setTimeout(letGo, 2_000);
}, { passive: true, capture: true });
for (const sign of ['pointerup', 'pointercancel']) addEventListener(sign, letGo, { passive: true, capture: true });

// One question at a time: answers that overtake each other would show what was before.
let looking = false;
async function look() {
  if (busy || held || looking) {
    missed = true;
    return;
  }
  missed = false;
  looking = true;
  const before = sent;
  const stop = 'AbortController' in self ? new AbortController() : null;
  const limit = setTimeout(() => stop?.abort(), 30_000);
  try {
    const answer = await fetch('/', { headers: part, cache: 'no-store', signal: stop?.signal });
    const text = await answer.text();
    if (busy || held || before !== sent) missed = true;
    else if (answer.ok) show(text, { keep: true, focus: false });
  } catch { /* The stream tells again when the line is back. */ } finally {
    clearTimeout(limit);
    looking = false;
    if (missed && !busy && !held) look();
  }
}

async function send(form, button) {
  if (busy) return;
  busy = true;
  sent += 1;
  const data = new URLSearchParams(new FormData(form));
  if (button && button.name) data.append(button.name, button.value);
  document.body.classList.add('sending');
  let answer = null;
  try {
    answer = await fetch(form.action, { method: 'POST', body: data, headers: part });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, 'text/html');
    tell('');
    if (page.getElementById('talk')) {
      show(text, { keep: false, focus: true });
      // Other windows of this browser see it, too, whichever of them has the stream.
      others?.postMessage('news');
    } else if (answer.ok) {
      location.assign('/');
    } else {
      // Not taken; what was written stays.
      tell(page.querySelector('.words')?.textContent.trim() ?? '刚才这一句没有发出去，请再试一次。');
    }
  } catch {
    // The same form may be sent again: it counts once.
    tell('网断了，这一句还没发出去。写的还在，等网好了再点一次「发送」。');
  } finally {
    document.body.classList.remove('sending');
    busy = false;
    if (missed) look();
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-talk]')) return;
  event.preventDefault();
  send(form, event.submitter ?? (pressed && pressed.form === form ? pressed : null));
  pressed = null;
});

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = event.target;
  if (hasKeys && event.key === 'Enter' && !event.shiftKey && at.id === 'text' && at.tagName === 'TEXTAREA') {
    event.preventDefault();
    at.form.requestSubmit ? at.form.requestSubmit() : send(at.form, null);
    return;
  }
  const isWriting = at.matches('input, textarea') && at.value !== '';
  if (isWriting || !/^[0-9]$/.test(event.key) || (at.matches('input') && at.type === 'password')) return;
  const button = document.querySelector(`.choices button[name="text"][value="${event.key}"]`);
  if (!button || at.matches('input, textarea')) return;
  event.preventDefault();
  button.click();
});

document.addEventListener('click', (event) => {
  pressed = event.target.closest('button');
  if (event.target.matches('[data-print]')) print();
});
for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;

// One stream for all pages of this browser, where the browser can arrange it: whoever holds the lock listens and tells
// the others.
let stream = null;
let isArranged = false;
const others = 'BroadcastChannel' in self ? new BroadcastChannel('shouwen-news') : null;
if (others) {
  others.onmessage = (event) => {
    // A page was opened, perhaps by somebody else: the stream is that of whoever this browser is now.
    if (event.data === 'opened' && stream) {
      stream.close();
      stream = null;
      open();
      others.postMessage('news');
    }
    look();
  };
}

function open(wait = 5_000) {
  if (stream) return;
  stream = new EventSource(`/news?after=${talk()?.dataset.last ?? 0}`);
  stream.addEventListener('turn', (event) => {
    others?.postMessage('news');
    if (Number(event.data) > Number(talk()?.dataset.last ?? 0)) look();
  });
  // A browser comes again by itself, but not where it was refused, as when something between was begun anew.
  const own = stream;
  own.addEventListener('open', () => { wait = 5_000; });
  own.addEventListener('error', () => {
    if (own !== stream || own.readyState !== EventSource.CLOSED) return;
    stream = null;
    look();
    setTimeout(() => open(Math.min(wait * 2, 60_000)), wait);
  });
}

function listen() {
  if (isArranged || talk()?.dataset.last === '0' || !talk()?.dataset.open) return;
  isArranged = true;
  if (navigator.locks && others) {
    navigator.locks.request('shouwen-news', () => new Promise(() => open()));
  } else {
    open();
  }
}

addEventListener('pageshow', (event) => {
  // Back out of the browser's memory: what stands there may be old.
  if (event.persisted) look();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && isArranged) look();
});

// A screen that was left alone is cleared, as a kiosk's is; what was said is kept. Not while a person is awaited or
// speaks, and not while number and code stand there to be copied.
const quiet = { warn: 10 * 60_000, clear: 11 * 60_000, since: Date.now(), warned: false };
for (const sign of ['pointerdown', 'keydown', 'scroll']) {
  addEventListener(sign, () => {
    quiet.since = Date.now();
    if (quiet.warned) tell('');
    quiet.warned = false;
  }, { passive: true });
}
setInterval(() => {
  const form = document.querySelector('form[action="/clear"]');
  if (!form || document.querySelector('.is-person, .is-waiting, #now .slip')) return;
  const passed = Date.now() - quiet.since;
  if (passed > quiet.clear && quiet.warned) {
    form.submit();
  } else if (passed > quiet.warn && !quiet.warned) {
    quiet.warned = true;
    tell('还在吗？点一下屏幕就接着说；不然过一分钟屏幕会清掉，说过的都留着。');
  }
}, 5_000);

addEventListener('online', () => { tell(''); look(); });
if (talk()) {
  dress();
  others?.postMessage('opened');
  listen();
}
