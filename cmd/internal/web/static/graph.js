// The picture of owners and holdings, to explore. Names go into a canvas or
// into text, never into markup.
'use strict';
(() => {
  const $ = (q) => document.querySelector(q);
  const place = $('#graph'), told = $('#told');
  if (!window.cytoscape) { told.textContent = 'the picture could not be loaded'; return; }
  try { cytoscape.use(window.cytoscapeDagre); } catch { /* it has registered itself */ }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const ink = dark ? '#e6e9ec' : '#1b1f24', paper = dark ? '#20262d' : '#ffffff', line = dark ? '#8b949e' : '#57606a', red = dark ? '#ff8a80' : '#b3261e', amber = '#bf8700', violet = dark ? '#b392f0' : '#8250df';
  const hold = document.createElement('div');
  place.append(hold);
  const asOf = place.dataset.asOf, root = place.dataset.entity;
  const cut = (s, n) => { const a = [...s]; return a.length > n ? a.slice(0, n - 1).join('') + '…' : s; };
  // Marks that turn the writing direction would turn the label around them.
  const plain = (s) => s.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
  const hue = (s) => { let h = 0; for (const c of s) h = (h * 31 + c.codePointAt(0)) % 360; return h; };

  const cy = cytoscape({
    container: hold, wheelSensitivity: 0.4, minZoom: 0.05, maxZoom: 3, textureOnViewport: true, hideEdgesOnViewport: false, pixelRatio: 'auto',
    style: [
      { selector: 'node', style: { shape: 'round-rectangle', width: 170, height: 'label', padding: 9, 'background-color': paper, 'border-width': 1.5, 'border-color': line, label: 'data(label)', color: ink, 'text-wrap': 'wrap', 'text-max-width': 160, 'text-valign': 'center', 'font-size': 13, 'font-family': 'Segoe UI, Roboto, Liberation Sans, Arial, Droid Sans Fallback, sans-serif' } },
      { selector: 'node.root', style: { 'border-width': 4, 'border-color': dark ? '#79b8ff' : '#0b5cad' } },
      { selector: 'node[tint]', style: { 'background-color': 'data(tint)' } },
      { selector: 'node.loop', style: { 'border-color': amber, 'border-width': 3 } },
      { selector: 'node.joint', style: { 'border-style': 'double', 'border-width': 6, 'border-color': violet } },
      { selector: 'node.listed', style: { 'border-color': red, 'border-width': 3 } },
      { selector: 'node.missing', style: { 'border-style': 'dashed', 'font-style': 'italic' } },
      { selector: 'node:selected', style: { 'overlay-color': '#79b8ff', 'overlay-opacity': 0.25 } },
      { selector: 'edge', style: { width: 1.6, 'line-color': line, 'target-arrow-color': line, 'target-arrow-shape': 'triangle', 'curve-style': 'bezier', label: 'data(label)', color: ink, 'font-size': 11, 'text-background-color': dark ? '#181d23' : '#f6f8fa', 'text-background-opacity': 0.9, 'text-background-padding': 2, 'font-family': 'Segoe UI, Roboto, Liberation Sans, Arial, sans-serif' } },
      { selector: 'edge[least >= 50]', style: { width: 3 } },
      { selector: 'edge.soft', style: { 'line-style': 'dashed' } },
      { selector: 'edge.loop', style: { 'line-color': amber, 'target-arrow-color': amber } },
      { selector: '.gone', style: { display: 'none' } },
    ],
  });
  window.pierceGraph = cy; // for tests, and for whoever looks with the console

  const opened = new Set();
  function add(p) {
    let fresh = 0;
    for (const b of p.boxes || []) {
      if (cy.getElementById(b.id).length) { cy.getElementById(b.id).data(b); continue; }
      fresh++;
      cy.add({ group: 'nodes', data: b, classes: (b.lists ? 'listed ' : '') + (b.unknown ? 'missing ' : '') + (b.id === root ? 'root' : '') });
    }
    for (const a of p.arrows) {
      const id = [a.from, a.to, a.kind, a.share, a.since || '', a.until || ''].join('\u0001');
      if (cy.getElementById(id).length) continue;
      const label = (a.kind === 'shares' ? a.share : (a.share === '?' ? '' : a.share + ' ') + a.kind) + (a.former ? ' until ' + a.until : '');
      cy.add({ group: 'edges', data: { ...a, id, source: a.from, target: a.to, label }, classes: a.kind !== 'shares' || a.former ? 'soft' : '' });
    }
    return fresh;
  }

  // Who has a part in a loop of shares: companies that reach themselves.
  function loops() {
    cy.elements().removeClass('loop');
    const parts = cy.nodes().filter((n) => !n.hasClass('gone')).union(cy.edges().filter((e) => !e.data('former') && e.data('kind') === 'shares')).tarjanStronglyConnected();
    for (const c of parts.components) if (c.nodes().length > 1) { c.nodes().addClass('loop'); c.edges().addClass('loop'); }
    cy.edges().filter((e) => e.source().same(e.target())).forEach((e) => { e.addClass('loop'); e.source().addClass('loop'); });
  }
  // A joint venture: two or more hold 20 % or more of it, and none a majority.
  function joints() {
    cy.nodes().forEach((n) => {
      const held = n.incomers('edge').filter((e) => e.data('kind') === 'shares' && !e.data('former'));
      n.toggleClass('joint', held.filter((e) => e.data('least') >= 20).length >= 2 && !held.some((e) => e.data('least') > 50));
    });
  }
  function labels() {
    const by = $('#colour').value;
    cy.nodes().forEach((n) => {
      const d = n.data();
      const up = d.up - n.incomers('edge').length, down = d.down - n.outgoers('edge').length;
      const rest = [up > 0 ? '▲ ' + up + ' more' : '', down > 0 ? '▼ ' + down + ' more' : ''].filter(Boolean).join('  ');
      n.data('label', [cut(plain(d.name), 60) + (d.country ? ' (' + d.country + ')' : ''), (d.lists || []).join(' '), rest].filter(Boolean).join('\n'));
      const key = by === 'country' ? d.country : by === 'kind' ? d.kind : '';
      if (by === 'list') { if (d.lists) n.data('tint', dark ? '#4a1f1f' : '#fde7e5'); else n.removeData('tint'); }
      else if (key) n.data('tint', 'hsl(' + hue(key) + ', ' + (dark ? '35%, 24%' : '65%, 88%') + ')'); else n.removeData('tint');
    });
  }
  function sieve() {
    const former = $('#former').checked, least = Number($('#least').value);
    cy.batch(() => {
      cy.edges().forEach((e) => e.toggleClass('gone', (e.data('former') && !former) || (e.data('kind') === 'shares' && e.data('most') < least)));
      const seen = new Set([root]), todo = [cy.getElementById(root)];
      while (todo.length) for (const e of todo.pop().connectedEdges().toArray()) {
        if (e.hasClass('gone')) continue;
        for (const n of [e.source(), e.target()]) if (!seen.has(n.id())) { seen.add(n.id()); todo.push(n); }
      }
      cy.nodes().forEach((n) => n.toggleClass('gone', !seen.has(n.id())));
      loops(); joints(); labels();
    });
  }
  function lay(fit) {
    const shown = cy.elements().not('.gone');
    shown.layout({ name: 'dagre', rankDir: 'TB', nodeSep: 26, rankSep: 70, animate: false, fit, padding: 24 }).run();
    tell();
  }
  let left = 0;
  function tell() {
    const n = cy.nodes().not('.gone').length, e = cy.edges().not('.gone').length;
    told.textContent = n + ' parties, ' + e + ' holdings' + (left ? '; ' + left + ' more were left out: open the ones you want' : '') + (cy.nodes('.loop').length ? '; ' + cy.nodes('.loop').length + ' stand in a loop' : '') + (cy.nodes('.joint').length ? '; ' + cy.nodes('.joint').length + ' joint ventures' : '');
  }
  async function load(id, up, down) {
    const r = await fetch('/graph/' + encodeURIComponent(id) + '/around?up=' + up + '&down=' + down + '&as_of=' + asOf);
    if (!r.ok) { told.textContent = 'the server does not answer'; return null; }
    return r.json();
  }
  async function open(n) {
    if (n.data('unknown') || opened.has(n.id())) { if (!n.data('unknown')) location.href = '/entity/' + encodeURIComponent(n.id()) + '?as_of=' + asOf; return; }
    opened.add(n.id());
    const p = await load(n.id(), 1, 1);
    if (p) { add(p); sieve(); lay(false); cy.animate({ center: { eles: n }, duration: 150 }); }
  }
  async function all(up) {
    const ends = cy.nodes().not('.gone').filter((n) => !n.data('unknown') && (up ? n.data('up') > n.incomers('edge').length : n.data('down') > n.outgoers('edge').length)).toArray().slice(0, 40);
    told.textContent = 'opening ' + ends.length + ' …';
    for (const p of await Promise.all(ends.map((n) => load(n.id(), up ? 1 : 0, up ? 0 : 1)))) if (p && cy.nodes().length < 500) add(p);
    sieve(); lay(true);
  }

  cy.on('tap', 'node', (e) => { cy.elements().unselect(); e.target.select(); open(e.target); });
  place.addEventListener('keydown', (e) => {
    const nodes = cy.nodes().not('.gone').sort((a, b) => a.position('y') - b.position('y') || a.position('x') - b.position('x')).toArray();
    const at = nodes.findIndex((n) => n.selected());
    const go = (n) => { cy.elements().unselect(); n.select(); cy.center(n); told.textContent = n.data('label').replaceAll('\n', ', '); };
    if (e.key === 'Tab' && nodes.length) {
      const next = at + (e.shiftKey ? -1 : 1);
      if (at === -1 && e.shiftKey || next >= nodes.length || next < 0) { cy.elements().unselect(); return; } // out of the picture, so that nobody is caught in it
      go(nodes[next]); e.preventDefault();
    } else if (e.key === 'Enter' && at >= 0) { open(nodes[at]); e.preventDefault(); }
    else if (e.key === '+' || e.key === '-') { cy.zoom({ level: cy.zoom() * (e.key === '+' ? 1.2 : 1 / 1.2), renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } }); e.preventDefault(); }
    else if (e.key.startsWith('Arrow')) { cy.panBy({ x: e.key === 'ArrowLeft' ? 60 : e.key === 'ArrowRight' ? -60 : 0, y: e.key === 'ArrowUp' ? 60 : e.key === 'ArrowDown' ? -60 : 0 }); e.preventDefault(); }
  });
  for (const id of ['#former', '#least']) $(id).addEventListener('change', () => { sieve(); lay(true); });
  $('#colour').addEventListener('change', () => cy.batch(labels));
  $('#fit').addEventListener('click', () => cy.animate({ fit: { padding: 24 }, duration: 150 }));
  $('#more-up').addEventListener('click', () => all(true));
  $('#more-down').addEventListener('click', () => all(false));

  const xml = (s) => String(s).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"']/g, (c) => '&#' + c.charCodeAt(0) + ';');
  function graphml() {
    const keys = ['name', 'kind', 'country', 'lists'], arrows = ['kind', 'share', 'since', 'until'];
    const data = (list, d, p) => list.filter((k) => d[k] && d[k].length).map((k) => '<data key="' + p + k + '">' + xml(d[k]) + '</data>').join('');
    return '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n' +
      keys.map((k) => '<key id="n' + k + '" for="node" attr.name="' + k + '" attr.type="string"/>').join('\n') + '\n' + arrows.map((k) => '<key id="e' + k + '" for="edge" attr.name="' + k + '" attr.type="string"/>').join('\n') +
      '\n<graph edgedefault="directed">\n' + cy.nodes().not('.gone').map((n) => '<node id="' + xml(n.id()) + '">' + data(keys, n.data(), 'n') + '</node>').join('\n') + '\n' +
      cy.edges().not('.gone').map((e) => '<edge source="' + xml(e.source().id()) + '" target="' + xml(e.target().id()) + '">' + data(arrows, e.data(), 'e') + '</edge>').join('\n') + '\n</graph>\n</graphml>\n';
  }
  function svg() {
    const box = cy.elements().not('.gone').boundingBox({ includeLabels: true }), m = 20;
    const out = ['<svg xmlns="http://www.w3.org/2000/svg" width="' + (box.w + 2 * m) + '" height="' + (box.h + 2 * m) + '" viewBox="' + [box.x1 - m, box.y1 - m, box.w + 2 * m, box.h + 2 * m].join(' ') + '" font-family="Segoe UI, Roboto, Liberation Sans, Arial, Noto Sans CJK SC, Droid Sans Fallback, sans-serif" font-size="13"><defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs><rect x="' + (box.x1 - m) + '" y="' + (box.y1 - m) + '" width="100%" height="100%" fill="#fff"/>'];
    cy.edges().not('.gone').forEach((e) => {
      const a = e.sourceEndpoint(), b = e.targetEndpoint(), mid = e.midpoint(), c = e.controlPoints();
      const soft = e.hasClass('soft') ? ' stroke-dasharray="6 4"' : '';
      const d = c && c.length ? 'M' + a.x + ' ' + a.y + ' Q' + c[0].x + ' ' + c[0].y + ' ' + b.x + ' ' + b.y : 'M' + a.x + ' ' + a.y + ' L' + b.x + ' ' + b.y;
      out.push('<path d="' + d + '" fill="none" stroke="' + (e.hasClass('loop') ? '#bf8700' : '#57606a') + '" stroke-width="' + (e.data('least') >= 50 ? 3 : 1.6) + '"' + soft + ' marker-end="url(#a)"/><text x="' + mid.x + '" y="' + (mid.y + 4) + '" text-anchor="middle" font-size="11" stroke="#fff" stroke-width="4" paint-order="stroke">' + xml(e.data('label')) + '</text>');
    });
    cy.nodes().not('.gone').forEach((n) => {
      const p = n.position(), w = n.outerWidth(), h = n.outerHeight();
      const edge = n.hasClass('listed') ? '#b3261e' : n.hasClass('joint') ? '#8250df' : n.hasClass('loop') ? '#bf8700' : '#57606a';
      out.push('<rect x="' + (p.x - w / 2) + '" y="' + (p.y - h / 2) + '" width="' + w + '" height="' + h + '" rx="6" fill="#fff" stroke="' + edge + '" stroke-width="' + (edge === '#57606a' ? 1.5 : 3) + '"' + (n.data('unknown') ? ' stroke-dasharray="6 4"' : '') + '/>');
      const rows = n.data('label').split('\n').flatMap((t) => { const r = []; let s = ''; for (const word of t.split(/(?<= )/)) { if ((s + word).length > 24 && s) { r.push(s); s = ''; } s += word; } r.push(s); return r; });
      rows.forEach((t, i) => out.push('<text x="' + p.x + '" y="' + (p.y + 4.5 + 15 * (i - (rows.length - 1) / 2)) + '" text-anchor="middle" fill="#1b1f24">' + xml(t.trim()) + '</text>'));
    });
    return out.join('\n') + '\n</svg>\n';
  }
  document.querySelectorAll('[data-save]').forEach((b) => b.addEventListener('click', async () => {
    const as = b.dataset.save;
    const blob = as === 'png' ? await cy.png({ output: 'blob-promise', full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: dark ? '#0f1317' : '#ffffff' }) : new Blob([as === 'svg' ? svg() : graphml()], { type: as === 'svg' ? 'image/svg+xml' : 'application/xml' });
    const a = document.createElement('a');
    a.href = URL.createObjectURL(blob);
    a.download = 'owners-' + root + '.' + as;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }));

  (async () => {
    const p = await load(root, 12, 1);
    if (!p) return;
    left = p.cut;
    add(p);
    opened.add(root);
    $('#controls').hidden = false;
    sieve();
    lay(true);
    if (cy.zoom() > 1.2) { cy.zoom(1.2); cy.center(); }
    place.dataset.ready = 'yes';
  })();
})();
