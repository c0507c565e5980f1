// What script adds to the pages: suggestions, keys, dropping a file with
// progress. Every page works without it.
'use strict';
(() => {
  const $ = (q, from = document) => from.querySelector(q);
  const typing = (e) => e.target.matches('input, textarea, select, [contenteditable]');

  // Suggestions under a search box: names go in as text, never as markup.
  document.querySelectorAll('input[data-suggest]').forEach((box, i) => {
    const list = document.createElement('ul');
    list.className = 'suggestions';
    list.id = 'suggestions-' + i;
    list.setAttribute('role', 'listbox');
    list.hidden = true;
    box.parentElement.append(list);
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-controls', list.id);
    box.setAttribute('aria-expanded', 'false');
    let at = -1, timer = 0, asked = 0;
    const show = (on) => { list.hidden = !on; box.setAttribute('aria-expanded', String(on)); if (!on) { at = -1; box.removeAttribute('aria-activedescendant'); } };
    const mark = (n) => {
      const all = [...list.children];
      if (!all.length) return;
      clearTimeout(timer); // who chooses wants the list to stand still
      asked++;
      at = (n + all.length + 1) % (all.length + 1) === all.length ? -1 : (n + all.length) % all.length;
      all.forEach((x, k) => x.setAttribute('aria-selected', String(k === at)));
      if (at >= 0) { box.setAttribute('aria-activedescendant', all[at].id); all[at].scrollIntoView({ block: 'nearest' }); }
    };
    const fill = (found) => {
      list.replaceChildren(...found.map((s, k) => {
        const item = document.createElement('li');
        item.setAttribute('role', 'option');
        item.id = list.id + '-' + k;
        const a = document.createElement('a');
        a.href = '/entity/' + encodeURIComponent(s.entity);
        a.tabIndex = -1;
        const name = document.createElement('bdi');
        for (const p of s.pieces || [{ text: s.text }]) {
          const bit = document.createElement(p.hit ? 'mark' : 'span');
          bit.textContent = p.text;
          name.append(bit);
        }
        a.append(name);
        const more = document.createElement('span');
        more.className = 'small soft';
        more.textContent = ' ' + [s.name !== s.text ? s.name : '', s.kind, s.country, s.listed ? 'listed' : ''].filter(Boolean).join(' · ');
        a.append(more);
        item.append(a);
        return item;
      }));
      at = -1;
      show(found.length > 0);
    };
    box.addEventListener('input', () => {
      clearTimeout(timer);
      const text = box.value.trim();
      if (text.length < 2) { show(false); return; }
      timer = setTimeout(async () => {
        const mine = ++asked;
        try {
          const r = await fetch('/suggest?q=' + encodeURIComponent(text.slice(0, 200)));
          if (r.ok && mine === asked) fill(await r.json());
        } catch { /* the search itself still works */ }
      }, 90);
    });
    box.addEventListener('keydown', (e) => {
      if (e.key === 'ArrowDown' && !list.hidden) { mark(at + 1); e.preventDefault(); }
      else if (e.key === 'ArrowUp' && !list.hidden) { mark(at - 1); e.preventDefault(); }
      else if (e.key === 'Escape') show(false);
    });
    box.form.addEventListener('submit', (e) => { if (at >= 0 && !list.hidden) { e.preventDefault(); $('a', list.children[at]).click(); } });
    box.addEventListener('blur', () => setTimeout(() => show(false), 150));
  });

  // Keys, on every page and where an element names one.
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
    if (e.key === '/') { const box = $('input[data-suggest]'); if (box) { box.focus(); box.select(); e.preventDefault(); } return; }
    if (e.key === '?') { keys(); return; }
    const target = $('[data-key="' + CSS.escape(e.key) + '"]');
    if (target) { e.preventDefault(); target.click(); }
  });
  function keys() {
    let box = $('#keys');
    if (box) { box.remove(); return; }
    box = document.createElement('div');
    box.id = 'keys';
    box.className = 'note';
    box.setAttribute('role', 'status');
    box.textContent = '/ search · s same · d different · k skip · u undo (on the review page) · Tab and Enter everywhere · ? these keys';
    $('main').prepend(box);
    box.scrollIntoView({ block: 'nearest' });
  }

  // A manifest: dropped, sent with progress, then looked at.
  const form = $('#screen');
  if (form) {
    const drop = $('#drop'), file = $('input[type=file]', form), bar = $('#sent'), said = $('#said');
    const send = () => {
      if (!file.files.length) return;
      const ask = new XMLHttpRequest();
      ask.open('POST', form.action);
      bar.hidden = false;
      said.textContent = 'sending ' + file.files[0].name + ' …';
      ask.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
      ask.onload = () => {
        if (ask.status < 400 && ask.responseURL.includes('/screen/')) { location.href = ask.responseURL; return; }
        bar.hidden = true;
        const page = new DOMParser().parseFromString(ask.responseText, 'text/html');
        said.textContent = ($('[role=alert]', page) || { textContent: 'it was refused' }).textContent;
      };
      ask.onerror = () => { bar.hidden = true; said.textContent = 'the server did not answer'; };
      ask.send(new FormData(form));
    };
    form.addEventListener('submit', (e) => { e.preventDefault(); send(); });
    for (const [name, over] of [['dragover', true], ['dragleave', false], ['drop', false]]) {
      drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.toggle('over', over); });
    }
    drop.addEventListener('drop', (e) => { if (e.dataTransfer.files.length) { file.files = e.dataTransfer.files; send(); } });
    file.addEventListener('change', send);
  }
  const progress = $('#progress');
  if (progress) {
    const said = $('[role=status]', progress);
    const look = async () => {
      try {
        const r = await fetch('/screen/' + progress.dataset.job + '/progress');
        const s = await r.json();
        said.textContent = 'under way: ' + s.lines + ' lines so far';
        if (s.done) { location.reload(); return; }
      } catch { said.textContent = 'the server does not answer; trying again'; }
      setTimeout(look, 400);
    };
    look();
  }
})();
