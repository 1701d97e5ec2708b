const colours = `
:root{--paper:#fbfbf9;--card:#fff;--ink:#1b2129;--soft:#5b6673;--rule:#dfe3e6;--grid:#e9ecee;
--canary:#c96a00;--canary-fill:#f7d9a8;--stable:#1f5fa8;--stable-fill:#dfeaf6;--limit:#b3261e;
--good:#1b7a3d;--good-fill:#e1f3e6;--bad:#b3261e;--bad-fill:#fbe4e1;--doubt:#8a6100;--doubt-fill:#fbf0d0;--dark:#6a4a9c;--dark-fill:#ece4f7}
@media (prefers-color-scheme:dark){:root{--paper:#12161b;--card:#1a2027;--ink:#e8ebee;--soft:#9aa6b2;--rule:#313a44;--grid:#262e37;
--canary:#f5a742;--canary-fill:#5a3c10;--stable:#79b2f2;--stable-fill:#182b40;--limit:#ff8178;
--good:#6fd08c;--good-fill:#15341f;--bad:#ff8178;--bad-fill:#451b18;--doubt:#e5bd54;--doubt-fill:#3a2f10;--dark:#bda0ee;--dark-fill:#2d2340}}
`;

const page = `
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:1080px;margin:0 auto;padding:36px 24px 12px}
footer{max-width:1080px;margin:0 auto;padding:12px 24px 40px;color:var(--soft);font-size:13px}
h1{font-size:44px;line-height:1.1;letter-spacing:-.02em;margin:4px 0 14px;display:flex;flex-wrap:wrap;align-items:center;gap:16px}
h2{font-size:21px;letter-spacing:-.01em;margin:0 0 12px}
h3{font-size:15px;margin:0}
section{margin:44px 0 0;padding-top:22px;border-top:1px solid var(--rule)}
.eyebrow{margin:0;color:var(--soft);font-size:14px}
.lead{font-size:20px;line-height:1.4;margin:0 0 10px;max-width:46em}
.story,.error{margin:0 0 6px;color:var(--soft);max-width:60em}
.story b{color:var(--ink);font-weight:600;margin-right:4px}
.note{color:var(--soft);font-size:13px;margin:0 0 10px}
time,.number{font-variant-numeric:tabular-nums}
time{white-space:nowrap}
code{font-size:.92em}
.badge,.tag,.chip{display:inline-block;border-radius:999px;font-weight:600;letter-spacing:0;line-height:1.5;white-space:nowrap}
.badge{font-size:15px;padding:3px 14px}
.tag,.chip{font-size:12px;padding:1px 9px;background:var(--grid);color:var(--soft)}
.badge.good{background:var(--good-fill);color:var(--good)}
.badge.wrong,.warning .tag{background:var(--doubt-fill);color:var(--doubt)}
.badge.wrong,.critical .tag{background:var(--bad-fill);color:var(--bad)}
.warn{color:var(--bad)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:24px 0 0;background:var(--rule);border:1px solid var(--rule);border-radius:10px;overflow:hidden}
.facts div{background:var(--card);padding:12px 16px}
.facts dt{font-size:13px;color:var(--soft)}
.facts dd{margin:0;font-size:20px;white-space:nowrap;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.facts dd.note{font-size:12px;white-space:normal;font-weight:400;letter-spacing:0}
.chip.verdict-pass{background:var(--good-fill);color:var(--good)}
.chip.verdict-regress{background:var(--bad-fill);color:var(--bad)}
.chip.verdict-inconclusive{background:var(--doubt-fill);color:var(--doubt)}
.chip.verdict-blind{background:var(--dark-fill);color:var(--dark)}
.because b{margin-right:2px}
.because.verdict-pass b{color:var(--good)}.because.verdict-regress b{color:var(--bad)}
.because.verdict-inconclusive b{color:var(--doubt)}.because.verdict-blind b{color:var(--dark)}
`;

const plots = `
svg.plot{display:block;width:100%;height:auto;font-size:12px;font-variant-numeric:tabular-nums}
svg.wide{min-width:620px}
svg text{fill:var(--soft)}
.grid line{stroke:var(--grid)}.grid .axis,.grid .tick{stroke:var(--soft);stroke-opacity:.5}
.stable-share{fill:var(--stable-fill)}.canary-share{fill:var(--canary-fill)}
.others-share{fill:var(--dark-fill)}
.canary-edge{fill:none;stroke:var(--canary);stroke-width:2}
.flag line{stroke:var(--ink);stroke-opacity:.45;stroke-dasharray:2 3}
.flag circle{fill:var(--ink)}.flag text{fill:var(--paper);font-size:11px;font-weight:700}
.flag.regression circle{fill:var(--bad)}.flag.regression line{stroke:var(--bad)}
.flag.decision circle{fill:var(--doubt)}.flag.stable circle{fill:var(--good)}
.flag.person circle{fill:var(--dark)}
.moments{list-style:none;margin:12px 0 0;padding:0;font-size:14px;columns:2 380px;column-gap:32px}
.moments li{break-inside:avoid;padding:2px 0 2px 30px;position:relative}
.moments .number{position:absolute;left:0;top:4px;width:19px;height:19px;border-radius:50%;background:var(--ink);color:var(--paper);font-size:11px;font-weight:700;line-height:19px;text-align:center}
.moments .regression .number{background:var(--bad)}.moments .decision .number{background:var(--doubt)}
.moments .stable .number{background:var(--good)}.moments .person .number{background:var(--dark)}
.moments time{color:var(--soft);margin-right:4px}
.key{font-size:13px;color:var(--soft);margin:10px 0 0;display:flex;flex-wrap:wrap;align-items:center;gap:4px 18px}
.key>span{display:inline-flex;align-items:center;gap:7px}
.key .note{margin:0 0 0 auto}
.swatch{display:inline-block;width:16px;height:12px;border-radius:3px;font-style:normal}
.canary-swatch{background:var(--canary-fill);border:1.5px solid var(--canary)}.others-swatch{background:var(--dark-fill)}.stable-swatch{background:var(--stable-fill);border:1px solid var(--rule)}
.canary-line,.stable-line,.limit-line{height:0;border-radius:0;border-top:3px solid var(--canary)}
.stable-line{border-color:var(--stable)}.limit-line{border-top:2px dashed var(--limit)}
.bad-mark{background:none;color:var(--bad);font-weight:700;line-height:12px;text-align:center}.unseen-mark{background:var(--dark-fill);width:8px}
.metrics-grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:18px}
.metric{margin:0;padding:16px 16px 12px;background:var(--card);border:1px solid var(--rule);border-radius:10px;display:flex;flex-direction:column}
.metric h3 small{font-weight:400;color:var(--soft)}.metric h3 .tag{float:right}
.metric .because{margin:8px 0 0;font-size:13.5px;line-height:1.45}
.values{margin:2px 0 6px;font-size:13px;display:flex;gap:14px;font-variant-numeric:tabular-nums}
.canary-text{color:var(--canary);font-weight:600}.stable-text{color:var(--stable);font-weight:600}.limit-text{color:var(--limit)}
.curve{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.curve.canary{stroke:var(--canary);stroke-width:2.4}.curve.stable{stroke:var(--stable)}
.curve.limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:5 4;stroke-linecap:butt}
.unseen rect{fill:var(--dark-fill)}
.bad circle{fill:none;stroke:none}.bad path{stroke:var(--bad);stroke-width:2;stroke-linecap:round}
.bad.regress circle{fill:var(--bad)}.bad.regress path{stroke:var(--card)}
.step line{stroke:var(--soft);stroke-opacity:.5;stroke-dasharray:2 3}.step text{font-size:11px}
.regression-start{stroke:var(--bad);stroke-dasharray:2 3}.start-line{height:12px;width:0;border-left:2px dotted var(--bad);border-radius:0}

.needed{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:5 4}
.together{fill:none;stroke:var(--ink);stroke-width:2.6;stroke-linejoin:round}
.trace{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-opacity:.8}
.trace-0{stroke:var(--canary)}.trace-1{stroke:var(--dark)}.trace-2{stroke:var(--stable)}.trace-3{stroke:var(--good)}
.together-line,.trace-line{height:0;border-radius:0;border-top:3px solid var(--ink)}
.trace-line{border-top-width:2px}.trace-line-0{border-color:var(--canary)}.trace-line-1{border-color:var(--dark)}.trace-line-2{border-color:var(--stable)}.trace-line-3{border-color:var(--good)}
`;

const details = `
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:6px}
th{text-align:left;font-size:13px;font-weight:600;color:var(--soft)}
th,td{padding:6px 14px 6px 0;border-bottom:1px solid var(--rule);vertical-align:top}
td:last-child,th:last-child{padding-right:0}
summary{cursor:pointer}
details>table,details>.scroll,details>pre{margin-top:10px}
.metrics ul{margin:6px 0 4px;padding:0;list-style:none;font-size:13px}.metrics li{padding:2px 0}
.message{background:var(--card);border:1px solid var(--rule);border-left:4px solid var(--rule);border-radius:8px;padding:12px 16px;margin:0 0 12px}
.message.warning{border-left-color:var(--doubt)}.message.critical{border-left-color:var(--bad)}.message.info{border-left-color:var(--stable)}
.message h3 time{color:var(--soft);font-weight:400;margin-right:4px}.message h3 .tag{margin-right:4px}
.message .note{margin:2px 0 8px}
pre{margin:0;font:13px/1.5 ui-monospace,"SFMono-Regular",Menlo,"Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.plan{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:14px 16px}
.path{list-style:none;margin:0;padding:0;font-size:14px}
.path li{display:flex;gap:16px;padding:4px 0;border-bottom:1px solid var(--grid)}
.path time{color:var(--soft)}.path .state{font-weight:600}.path .note{margin:0}
.path .loop .state{font-weight:400}.path .rounds{margin-left:6px}
@media print{body{background:#fff;font-size:12px}main{padding:0}section{break-inside:auto;margin-top:24px}.metric,.message,.moments li,tr{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
@media print{svg.wide{min-width:0}:root{color-scheme:light}}
`;

/** The style of the report: light or dark by the reader's setting, readable on paper. */
export const style = [colours, page, plots, details].join('');
