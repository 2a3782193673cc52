// SPDX-License-Identifier: Apache-2.0
// What the officers' pages do more than their forms: news as they come, keys, sound, a draft that is kept. All that is shown
// comes from the server as it would without this file.

const part = { 'X-Part': '1', Accept: 'text/html' };
const main = document.getElementById('main');
const net = document.getElementById('net');
let busy = false;
// There was news while the page could not be drawn anew.
let missed = false;
// Grows with whatever is sent: what was asked for before that is of before.
let sent = 0;

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

function tell(words) {
  if (!net) return;
  net.textContent = words;
  net.hidden = words === '';
}

function parse(text) {
  return new DOMParser().parseFromString(text, 'text/html');
}

// MARK: The page as it is now

// Where the officer stands in the lists, told by what the row opens.
const rows = () => [...document.querySelectorAll('[data-row]')];
const openOf = (row) => row?.querySelector('[data-open]')?.getAttribute('href') ?? '';
let chosen = '';

function choose(row, { focus }) {
  for (const other of rows()) other.classList.toggle('is-chosen', other === row);
  chosen = openOf(row);
  if (row && focus) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }
}

function swap(page, id) {
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh || old.innerHTML === fresh.innerHTML) return false;
  // What is being written or chosen there stays; the next news bring the rest.
  const at = document.activeElement;
  if (at && old.contains(at) && at.matches('input:not([type=hidden]), textarea, select') && at.value !== '') return false;
  const held = at && old.contains(at) ? [...old.querySelectorAll('a, button, [tabindex]')].indexOf(at) : -1;
  old.replaceWith(document.adoptNode(fresh));
  if (held >= 0) [...fresh.querySelectorAll('a, button, [tabindex]')][held]?.focus({ preventScroll: true });
  return true;
}

// Puts what has changed in the place of what stood there.
function show(text, { isAnswer = false } = {}) {
  const page = parse(text);
  if (!page.getElementById('main') || page.getElementById('main').dataset.page !== main.dataset.page) return false;
  strip(page);
  // The forms of a case are of the version that was drawn: they stay as they are, and it is said.
  const moved = document.getElementById('moved');
  if (moved && page.getElementById('main').dataset.version !== main.dataset.version) moved.hidden = false;
  const list = document.getElementById('lines');
  const last = Math.max(0, ...[...document.querySelectorAll('#lines .line')].map((line) => Number(line.dataset.seq)));
  const isAtEnd = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const top = list ? list.scrollTop : 0;
  swap(page, 'live');
  swap(page, 'side');
  // Whether there is a field to write in changes with who leads the talk.
  const [form, freshForm] = [document.querySelector('[data-say]'), page.querySelector('[data-say]')];
  if (form && freshForm && isAnswer) form.querySelector('[name=once]').value = freshForm.querySelector('[name=once]').value;
  if ((form === null) !== (freshForm === null)) {
    if (form) keepDraft();
    if (form) form.remove();
    else document.querySelector('.talk-left').append(document.adoptNode(freshForm));
  }
  for (const trouble of document.querySelectorAll('main .trouble:not(#moved)')) trouble.remove();
  const trouble = page.querySelector('main .trouble');
  if (trouble) document.getElementById('live').after(document.adoptNode(trouble));
  dress();
  const lines = document.getElementById('lines');
  if (lines) lines.scrollTop = isAtEnd || isAnswer ? lines.scrollHeight : top;
  const fresh = [...document.querySelectorAll('#lines .line')].filter((line) => Number(line.dataset.seq) > last);
  const said = document.getElementById('said');
  if (said && last > 0) {
    said.textContent = fresh.filter((line) => !line.matches('.officer')).map((line) => line.innerText).join('\n');
  }
  return true;
}

function strip(page) {
  const [old, fresh] = [document.getElementById('strip'), page.getElementById('strip')];
  if (!old || !fresh) return;
  const before = new Set([...old.querySelectorAll('.alarm')].map((alarm) => alarm.dataset.alarm));
  const now = [...fresh.querySelectorAll('.alarm')];
  if (now.length === before.size && now.every((alarm) => before.has(alarm.dataset.alarm))) return;
  for (const alarm of old.querySelectorAll('.alarm')) alarm.remove();
  old.prepend(...now.map((alarm) => document.adoptNode(alarm)));
  document.title = page.title;
  ring();
}

function dress() {
  for (const button of document.querySelectorAll('[data-phrase]')) button.hidden = false;
  const again = rows().find((row) => openOf(row) === chosen && chosen !== '');
  if (again) choose(again, { focus: false });
}

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
    const address = main.dataset.part ?? location.href;
    const answer = await fetch(address, { headers: part, cache: 'no-store', signal: stop?.signal });
    if (answer.status === 401) return leave();
    const text = await answer.text();
    if (busy || held || before !== sent) missed = true;
    else if (answer.ok) show(text);
  } catch { /* The stream tells again when the line is back. */ } finally {
    clearTimeout(limit);
    looking = false;
    if (missed && !busy && !held) look();
  }
}

// What was written in a form of this page and has not been sent.
function isWriting() {
  const fields = document.querySelectorAll('main form[method=post] textarea, main form[method=post] input:not([type=hidden])');
  return [...fields].some((field) => (field.type === 'radio' || field.type === 'checkbox'
    ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
}

let isOut = false;
function leave() {
  if (isOut) return;
  isOut = true;
  keepDraft();
  const login = `/desk/login?to=${encodeURIComponent(location.pathname + location.search)}`;
  if (!isWriting()) {
    location.assign(login);
    return;
  }
  tell('登录过期了，没有交上去。写的还在这儿：先复制下来，再');
  const link = document.createElement('a');
  link.href = login;
  link.textContent = '重新登录';
  net.append(link, '。');
}

// MARK: Saying

async function send(form) {
  if (busy) return;
  busy = true;
  sent += 1;
  clearTimeout(draftTimer);
  const field = form.querySelector('textarea');
  const data = new URLSearchParams(new FormData(form));
  form.classList.add('sending');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: data, headers: part });
    const text = await answer.text();
    tell('');
    if (answer.status === 401) {
      tell('登录过期了，这一句没有发出去。写的还在这儿：先复制下来，再重新登录。');
    } else if (answer.ok) {
      field.value = '';
      show(text, { isAnswer: true });
    } else if (!show(text)) {
      tell('刚才这一句没有发出去，请再试一次。');
    }
  } catch {
    // The same form may be sent again: it counts once.
    tell('网断了，这一句还没发出去。写的还在，等网好了再发一次。');
  } finally {
    form.classList.remove('sending');
    busy = false;
    document.querySelector('[data-say] textarea')?.focus({ preventScroll: true });
    if (missed) look();
  }
}

let draftTimer = 0;
let drafted = document.querySelector('[data-say] textarea')?.value ?? '';

function keepDraft() {
  clearTimeout(draftTimer);
  const form = document.querySelector('[data-say]');
  const text = form?.querySelector('textarea').value;
  if (!form || text === drafted) return;
  drafted = text;
  const data = new URLSearchParams({ t: form.querySelector('[name=t]').value, text });
  fetch(`${location.pathname}/draft`, { method: 'POST', body: data, headers: part, keepalive: true }).catch(() => {});
}

document.addEventListener('input', (event) => {
  if (!event.target.matches('[data-say] textarea')) return;
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraft, 1_500);
});
addEventListener('pagehide', keepDraft);

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-say]')) {
    event.preventDefault();
    send(form);
    return;
  }
  if (form.method === 'post' && !navigator.onLine) {
    event.preventDefault();
    tell('网断了，还没有交上去。写的还在，等网好了再交一次。');
    return;
  }
  // A second click on the same form would be a second page for nothing.
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = '1';
  setTimeout(() => { delete form.dataset.sent; }, 4_000);
});

document.addEventListener('click', (event) => {
  const phrase = event.target.closest('[data-phrase]');
  if (phrase) {
    const field = document.querySelector('[data-say] textarea');
    field.value = field.value + phrase.dataset.phrase;
    field.focus();
    return;
  }
  if (event.target.matches('[data-print]')) print();
});
for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;

// MARK: Keys

let correcting = false;
document.addEventListener('keydown', (event) => {
  const at = event.target;
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' && !event.shiftKey && at.matches('[data-say] textarea')) {
    event.preventDefault();
    if (at.value.trim() !== '') send(at.form);
    return;
  }
  if (event.key === 'Escape') {
    at.blur();
    correcting = false;
    document.body.classList.remove('correcting');
    return;
  }
  if (at.matches('input, textarea, select')) return;
  if (correcting && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    document.querySelector(`[data-correct="${event.key}"]`)?.click();
    return;
  }
  const list = rows();
  const index = list.findIndex((row) => row.classList.contains('is-chosen'));
  const keys = {
    j: () => choose(list[Math.min(index + 1, list.length - 1)], { focus: true }),
    k: () => choose(list[Math.max(index - 1, 0)], { focus: true }),
    o: () => list[index]?.querySelector('[data-open]')?.click(),
    c: () => (list[index] ?? main).querySelector('[data-claim]')?.click(),
    t: () => location.assign('/desk'),
    r: () => document.querySelector('[data-say] textarea')?.focus(),
    e: () => {
      correcting = document.querySelector('[data-correct]') !== null;
      document.body.classList.toggle('correcting', correcting);
    },
    '/': () => document.getElementById('find')?.focus(),
    '?': () => document.querySelector('.keys-help')?.toggleAttribute('open'),
  };
  const act = event.key === 'Enter' && at.matches('[data-row]') ? keys.o : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// MARK: The alarm is heard, where the browser allows it

let sound = null;
let ringing = 0;

function beep() {
  try {
    sound ??= new AudioContext();
    if (sound.state === 'suspended') sound.resume();
    for (const [start, pitch] of [[0, 880], [0.22, 660], [0.44, 880]]) {
      const [tone, volume] = [sound.createOscillator(), sound.createGain()];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.18, sound.currentTime + start);
      volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + start + 0.2);
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + start);
      tone.stop(sound.currentTime + start + 0.2);
    }
  } catch { /* The strip is seen all the same. */ }
}

function ring() {
  const isOn = document.querySelector('.alarm') !== null;
  if (isOn && ringing === 0) {
    beep();
    ringing = setInterval(beep, 4_000);
  } else if (!isOn) {
    clearInterval(ringing);
    ringing = 0;
  }
}

// MARK: One stream for all pages of this browser, where the browser can arrange it

const others = 'BroadcastChannel' in self ? new BroadcastChannel('shouwen-desk') : null;
const wanted = (main?.dataset.live ?? 'alarms').split(' ');

function heard(topics) {
  if (topics.some((topic) => topic === 'all' || wanted.includes(topic))) look();
}

// Up to which mark this page has heard; 0 while another listens.
let mark = 0;

function open(wait) {
  const stream = new EventSource(`/desk/news?after=${mark}`);
  stream.addEventListener('open', () => { wait = 5_000; });
  stream.addEventListener('news', (event) => {
    mark = Number(event.lastEventId) || mark;
    others?.postMessage(event.data);
    heard(event.data.split(' '));
  });
  stream.addEventListener('over', () => {
    stream.close();
    others?.postMessage('over');
    leave();
  });
  // A browser comes again by itself, but not where it was refused: when the log-in ran out, or something between was begun anew.
  stream.addEventListener('error', () => {
    if (stream.readyState !== EventSource.CLOSED || isOut) return;
    look();
    setTimeout(() => open(Math.min(wait * 2, 60_000)), wait);
  });
}

function listen() {
  mark = Number(document.body.dataset.mark);
  open(5_000);
  return new Promise(() => {});
}

if (others) {
  others.onmessage = (event) => {
    if (event.data === 'over') return leave();
    // A page was opened; what happened while it was on its way is told again.
    const [word, at] = event.data.split('=');
    if (word !== 'opened') heard(event.data.split(' '));
    else if (mark > Number(at)) others.postMessage('all');
  };
}
// Who is not logged in has no news.
if (document.querySelector('.me')) {
  if (navigator.locks && others) navigator.locks.request('shouwen-desk-news', listen);
  else listen();
  others?.postMessage(`opened=${document.body.dataset.mark}`);
  addEventListener('pageshow', (event) => { if (event.persisted) look(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') look(); });
  addEventListener('online', () => { tell(''); look(); });
  // How long somebody waits grows by itself.
  setInterval(() => { if (document.visibilityState === 'visible') look(); }, 60_000);
}
dress();
ring();
const end = document.getElementById('lines');
if (end) end.scrollTop = end.scrollHeight;
if (main?.dataset.page === 'talk') document.querySelector('[data-say] textarea')?.focus({ preventScroll: true });
