import { colours } from './style-colours.ts';
import { print } from './style-print.ts';

const layout = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,dd,pre{margin:0}
ul,ol{padding:0}
h1,h2,.verdict{font-family:ui-serif,"Iowan Old Style",Charter,"Palatino Linotype",Palatino,Georgia,serif;font-weight:600;letter-spacing:-.012em}
.mono,code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
a:focus-visible,button:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
.quiet{color:var(--quiet)}
.out-of-sight,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:1rem;z-index:2;background:var(--panel);padding:.5rem 1rem}
.defs{position:absolute;width:0;height:0}
.page{max-width:66rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem) 4rem}
`;

const top = `
.top{padding-top:1.4rem}
.brand{font-weight:650;letter-spacing:.01em;font-size:.95rem}
.brand::before{content:"";display:inline-block;width:.5rem;height:.95rem;margin-right:.55rem;vertical-align:-.1rem;background:var(--verdict);transform:skewX(-14deg)}
.what{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin-top:.2rem;color:var(--quiet);font-size:.9rem}
.target{color:var(--ink);font-weight:600}
.d-ready{--verdict:var(--pass)}.d-not-ready{--verdict:var(--fail)}.d-unproven{--verdict:var(--unproven)}
h1{margin-top:clamp(1.6rem,5vw,3.2rem);font-size:clamp(1.75rem,5.2vw,3rem);line-height:1.13;max-width:24em;text-wrap:balance}
.verdict{color:var(--verdict)}
.lead{margin-top:1rem;max-width:44rem;font-size:1.1rem}
.lead+.lead{margin-top:.5rem;font-size:1rem}
.poll{list-style:none;display:grid;grid-template-columns:repeat(5,1fr);gap:1px;margin-top:2rem;border:1px solid var(--rule);background:var(--rule);border-radius:6px;overflow:hidden}
.poll li{background:var(--panel);display:grid}
.poll a{display:grid;grid-template-columns:auto 1fr;align-content:start;gap:.1rem .4rem;padding:.7rem .75rem .85rem;color:var(--ink);text-decoration:none;border-top:3px solid var(--tone)}
.poll a:hover .title{text-decoration:underline}
.poll a:focus-visible{outline-offset:-3px}
.poll .no{grid-column:1/-1;color:var(--quiet);font:.75rem ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.poll .i{align-self:center}
.poll .word{color:var(--tone);font-weight:600;font-size:.875rem}
.poll .title{grid-column:1/-1;font-size:.875rem;line-height:1.35}
.legend{display:none}
.numbers{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem 1.5rem;margin-top:1.6rem}
.numbers dt{font-size:.85rem;color:var(--quiet)}
.numbers b{font:600 1.7rem/1.2 ui-serif,Charter,Georgia,serif;font-variant-numeric:tabular-nums}
.numbers dd span{display:block;font-size:.85rem;color:var(--quiet)}
.toc{margin-top:2rem;font-size:.9rem}
.toc ul{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem 1.2rem;padding:.8rem 0;border-block:1px solid var(--rule)}
.toc a{display:inline-block;padding:.15rem 0}
`;

const sections = `
section{margin-top:3.2rem}
section:target>h2{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.25em}
h2{font-size:1.55rem;line-height:1.2;margin-bottom:1rem}
h3{font-size:1.05rem;line-height:1.4;margin:1.6rem 0 .6rem}
.part{margin-top:4.5rem;padding-top:1.4rem;border-top:2px solid var(--ink)}
.part h2{margin:0;font-size:clamp(1.75rem,4vw,2.2rem)}
.part p{color:var(--quiet);margin-top:.3rem}
.part+section{margin-top:2rem}
.intro{max-width:44rem;margin-bottom:1rem;color:var(--quiet)}
.count{color:var(--quiet);font-weight:400}
.badge{display:inline-flex;align-items:center;gap:.35rem;color:var(--tone);font-weight:600;font-size:.875rem;white-space:nowrap}
.i{width:1em;height:1em;flex:none;color:var(--tone)}
.i .fill,symbol .fill{fill:currentColor}
.cut{fill:none;stroke:var(--panel);stroke-width:1.8;stroke-linecap:round}
.ring,.line,.dash{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.dash{stroke-dasharray:2.6 2.6}
.dot{fill:currentColor}
.sev{display:inline-block;font-size:.8rem;font-weight:650;padding:.05rem .5rem;border:1px solid currentColor;border-radius:3px;white-space:nowrap}
.s-critical{background:var(--fail);border-color:var(--fail);color:var(--panel)}
.s-high{color:var(--fail)}.s-medium{color:var(--warn)}.s-low,.s-info{color:var(--quiet)}
.tag{font-size:.8rem;color:var(--fail);font-weight:600;white-space:nowrap}
.jobs{padding-left:1.6rem}
.jobs>li{padding:.7rem 0;border-bottom:1px solid var(--rule)}
.jobs>li>h3{display:inline;margin:0 .6rem 0 0}
.jobs>li>.quiet{margin-top:.15rem;font-size:.9rem}
.answers,.lines,.gates,.closings,.rows,.cards,.flags,.plain,.findings,.names,.passes{list-style:none}
.answers li{display:flex;justify-content:space-between;gap:1rem;padding:.7rem 0;border-bottom:1px solid var(--rule)}
.answers li:first-child{border-top:1px solid var(--rule)}
.q{font-size:1.05rem}
.card{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:1.1rem clamp(1rem,3vw,1.5rem) 1.3rem}
.card+.card{margin-top:1rem}
.card-head{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:baseline}
.card-head h3{margin:0;font-size:1.15rem;flex:1 1 20rem}
.where{margin-top:.25rem;font-size:.9rem;color:var(--quiet)}
.subject{color:var(--ink)}
.where .subject{margin-left:.4rem;color:var(--quiet)}
.breaks{margin-top:.9rem;max-width:44rem}
.breaks b,.first b{display:block;font-size:.85rem;font-weight:600;color:var(--quiet)}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.2rem;margin-top:.9rem}
.facts dt{font-size:.85rem;color:var(--quiet)}
.first{margin-top:1rem;padding:.8rem 1rem;background:var(--wash);border-radius:4px;max-width:48rem}
.first ol{padding-left:1.4rem}
.flags{margin-bottom:1rem}
.flags li{padding:.5rem 0}
.closings li{display:grid;grid-template-columns:6.5rem 1fr;gap:.2rem 1rem;padding:.9rem 0;border-bottom:1px solid var(--rule)}
.time{font-weight:650;font-variant-numeric:tabular-nums}
.do{font-weight:550}
.ids{font-size:.9rem;margin-top:.15rem}
.lines li{display:grid;grid-template-columns:8.2rem 1fr;align-items:baseline;gap:.2rem 1rem;padding:.65rem 0;border-bottom:1px solid var(--rule)}
.rows li{display:grid;grid-template-columns:2rem 1fr auto;gap:.1rem .8rem;align-items:baseline;padding:.8rem 0;border-bottom:1px solid var(--rule)}
.rows h3{margin:0;font-weight:550}
.rows .no{color:var(--quiet);font:.85rem ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.rows .ids{grid-column:2/-1}
.rows li:target{background:var(--wash)}
.gates{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:.5rem 1.5rem}
.gates li{display:grid;grid-template-columns:7.4rem 1fr;align-items:baseline}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 3rem}
.plain li+li{margin-top:.6rem}
.names{columns:18rem;column-gap:2rem;font-size:.9rem}
summary{cursor:pointer;padding:.3rem 0;color:var(--link)}
.more{font-size:.9rem}
.fold{margin-top:1rem}
.kind>summary h3{display:inline;margin:0}
.fold>summary,.more>summary{width:fit-content}
`;

const engineer = `
.scroll{overflow-x:auto;max-width:100%;border:1px solid var(--rule);border-radius:6px;background:var(--panel)}
.scroll+.scroll,.facts+.scroll,.fold>.scroll,.fold+.scroll{margin-top:1rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.5rem .8rem;border-bottom:1px solid var(--rule);vertical-align:top;overflow-wrap:normal}
tr:last-child>*{border-bottom:0}
thead th{font-weight:600;font-size:.85rem;color:var(--quiet);white-space:nowrap}
tbody th{font-weight:400;min-width:11rem;overflow-wrap:anywhere}
.c-leaked{background:var(--fail-wash)}
.pairs td{font-variant-numeric:tabular-nums;white-space:nowrap}
.checks{border-top:1px solid var(--rule)}
.check{border-bottom:1px solid var(--rule)}
.fold>.checks{margin-top:.6rem}
.check>summary{display:grid;grid-template-columns:8.2rem 1fr auto;gap:.1rem 1rem;align-items:baseline;padding:.7rem .2rem;color:var(--ink);list-style:none}
.check>summary::-webkit-details-marker{display:none}
.check>summary:hover .mono{text-decoration:underline}
.check>summary .mono{color:var(--link)}
.question{display:block}
.proven{font-size:.85rem;color:var(--quiet);white-space:nowrap}
.proven::after{content:"+";content:"+"/"";display:inline-block;width:1.4rem;text-align:right;font:1rem ui-monospace,Menlo,Consolas,monospace;color:var(--link)}
.check[open]>summary .proven::after{content:"−";content:"−"/""}
.inside{padding:.2rem 0 1.4rem clamp(0rem,2vw,9.2rem)}
.inside>p{max-width:46rem;margin-top:.4rem}
.steps{padding-left:1.4rem;margin-top:.3rem}
.finding{margin-top:.9rem;padding:.9rem 1rem;background:var(--panel);border:1px solid var(--rule);border-radius:6px}
.finding p+p{margin-top:.35rem}
.line{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:baseline}
.evidence{margin-top:.7rem}
.evidence div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:0 1rem;padding:.3rem 0;border-top:1px solid var(--rule)}
.evidence dt{font-size:.9rem;color:var(--quiet)}
.at{color:var(--quiet)}
.cmd{display:flex;flex-wrap:wrap;gap:.5rem;align-items:flex-start;margin-top:.7rem}
.cmd pre{flex:1 1 16rem;min-width:0;padding:.6rem .8rem;background:var(--wash);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
.cmd code{font-size:1em;user-select:all}
.copy{font:inherit;font-size:.875rem;padding:.4rem .9rem;border:1px solid var(--quiet);border-radius:4px;background:var(--panel);color:var(--ink);cursor:pointer}
.passes li{padding:.25rem 0;border-bottom:1px solid var(--rule);font-size:.9rem}
.foot{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:.9rem;color:var(--quiet)}
.foot p{max-width:46rem}
`;

const narrow = `
@media (max-width:46rem){
.poll{grid-template-columns:repeat(5,1fr)}
.poll a{grid-template-columns:1fr;justify-items:center;gap:.3rem;padding:.45rem .3rem .65rem}
.poll .no{grid-column:auto}
.poll .i{width:1.25rem;height:1.25rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin-top:.6rem}
.poll .word,.poll .title{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.numbers{grid-template-columns:1fr 1fr}
.two{grid-template-columns:1fr}
.closings li,.lines li,.check>summary,.evidence div{grid-template-columns:1fr}
.rows li{grid-template-columns:1.6rem 1fr}
.rows .badge{grid-column:2}
summary{padding:.55rem 0}
.toc ul{gap:.2rem 1.1rem}
.toc a{padding:.4rem 0}
.copy{padding:.65rem 1.1rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.brand::before{background:CanvasText}.cut{stroke:Canvas}}
`;

/** The whole style sheet; its hash is what the page's policy allows. */
export const style = [colours, layout, top, sections, engineer, narrow, print].join('').trim();
