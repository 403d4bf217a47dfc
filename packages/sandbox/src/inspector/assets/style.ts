/** The page's style. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fbfbfc; --fg: #1b1f24; --soft: #57606a; --line: #d5dae0; --card: #fff; --accent: #0a5bb8; --good: #1a6b34; --poor: #8a5300; --bad: #b3261e; --key: #0a5bb8; --text: #1a6b34; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171b; --fg: #e6e9ed; --soft: #a3adb8; --line: #353c45; --card: #1c2026; --accent: #7cb8ff; --good: #6fd08c; --poor: #f0b45a; --bad: #ff9086; --key: #7cb8ff; --text: #8fdba6; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 7.5rem; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.45 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-inline-start: -100vw; } .skip:focus { inset-inline-start: 1rem; inset-block-start: .5rem; z-index: 2; background: var(--card); padding: .3rem .6rem; }
header { position: sticky; inset-block-start: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; align-items: center; padding: .5rem 1rem; background: var(--card); border-block-end: 1px solid var(--line); }
h1 { font-size: 1.05rem; margin: 0; } h2 { font-size: 1.15rem; margin: 0 0 .6rem; } h3, caption { font-size: .9rem; font-weight: 600; margin: 0; } h4 { margin: .6rem 0 .2rem; font-size: .8rem; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem .9rem; list-style: none; margin: 0; padding: 0; } nav a { display: inline-block; padding: .25rem 0; }
#connection { margin: 0 0 0 auto; color: var(--soft); min-inline-size: 5rem; } #connection.live { color: var(--good); }
main { padding: 1rem; display: grid; gap: 1.6rem; grid-template-columns: minmax(0, 1fr); max-inline-size: 100rem; margin: 0 auto; }
.live { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.pane { position: relative; block-size: 15rem; overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.pane.requests { block-size: min(60vh, 34rem); }
.pane > h3, .pane > p { padding: .4rem .6rem; margin: 0; }
[data-live=clock] > p { margin: 0; }
table { border-collapse: collapse; inline-size: 100%; } td:last-child:has(form) { white-space: nowrap; }
caption { text-align: start; padding: .4rem .6rem; }
th, td { text-align: start; padding: .25rem .6rem; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; max-inline-size: 24rem; }
th { position: sticky; inset-block-start: 0; background: var(--card); font-size: .8rem; color: var(--soft); white-space: nowrap; }
table.requests { table-layout: fixed; min-inline-size: 46rem; font-variant-numeric: tabular-nums; }
.requests th:nth-child(1) { inline-size: 8.5rem; } .requests th:nth-child(2) { inline-size: 6rem; } .requests th:nth-child(3) { inline-size: 5rem; } .requests th:nth-child(5) { inline-size: 5.5rem; } .requests th:nth-child(6) { inline-size: 4.5rem; } .requests th:nth-child(7) { inline-size: 8.5rem; }
.row { cursor: pointer; } .row:hover { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.row td:nth-child(4) { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .row td:nth-child(4):focus-within { overflow: visible; }
.good td:nth-child(5) { color: var(--good); } .poor td:nth-child(5) { color: var(--poor); } .bad td:nth-child(5) { color: var(--bad); font-weight: 600; } .open td:nth-child(5) { color: var(--soft); font-style: italic; }
.wrap { overflow-wrap: anywhere; } .none { color: var(--soft); margin: 0; }
.detail .details { position: sticky; inset-inline-start: .6rem; max-inline-size: calc(100vw - 3.4rem); } .row { scroll-margin-block: 2.2rem; } .details h3 { margin: .3rem 0; } .details { padding: .3rem .2rem .8rem; } .details p { margin: .2rem 0; } .fact { margin-inline-end: 1rem; }
.halves { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
dl { margin: 0; font-family: ui-monospace, monospace; font-size: .82rem; } dl div { display: flex; gap: .6rem; } dt { color: var(--soft); flex: 0 0 11rem; overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; min-inline-size: 0; }
.body, .json, code, pre { font-family: ui-monospace, monospace; font-size: .82rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; } .in { padding-inline-start: 1.2rem; } .json > summary { list-style: revert; cursor: pointer; }
.k { color: var(--key); } .v-string { color: var(--text); } .v-number, .v-boolean { color: var(--poor); } .v-null { color: var(--soft); }
.forms { display: grid; gap: .6rem; margin-block-end: .8rem; }
.fields { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; } .field { display: grid; gap: .15rem; min-inline-size: 0; } label { font-size: .8rem; color: var(--soft); }
input, select, textarea, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 4px; padding: .3rem .5rem; max-inline-size: 100%; } input[type=number] { inline-size: 7rem; } textarea { inline-size: min(20rem, 100%); font-family: ui-monospace, monospace; font-size: .82rem; }
button { cursor: pointer; background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; min-block-size: 2.1rem; } .inline { display: inline; } .inline button { min-block-size: 1.6rem; padding: .05rem .5rem; white-space: nowrap; }
output:not(.hidden) { display: block; min-block-size: 1.45em; font-size: .85rem; color: var(--soft); } output.wrong { color: var(--bad); }
.chains { display: block; margin: .3rem .6rem; } .chains path { fill: none; stroke: var(--soft); } .chains rect { fill: var(--bg); stroke: var(--soft); } .chains rect.waiting { stroke: var(--poor); } .chains rect.handed-out { stroke: var(--accent); } .chains rect.confirmed { stroke: var(--good); } .chains text { font-size: 12px; fill: var(--fg); }
@media (max-width: 600px) { table.requests { min-inline-size: 38rem; } .pane { block-size: 11rem; } main { padding: .7rem; } header { padding: .4rem .7rem; } #connection { margin-inline-start: 0; } html { scroll-padding-top: 9rem; } .field, .field > * { inline-size: 100%; } input[type=number], textarea { inline-size: 100%; } dl div { display: block; margin-block-end: .2rem; } }
`;
