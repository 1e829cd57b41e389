/** On paper everything is open, also without script: what is folded on a screen is the record. */
export const print = `
@media print{
:root{color-scheme:light;--paper:#fff;--panel:#fff;--wash:#f2f2ee;--ink:#000;--quiet:#444;--rule:#c8c8c2;--link:#000;--fail:#a31b12;--fail-wash:#fbe9e6;--unproven:#49349a;--warn:#714900;--pass:#145636;--attested:#08505e}
@page{margin:16mm 14mm}
body{font-size:10pt}
.page{max-width:none;padding:0}
.toc,.copy,.skip{display:none!important}
details::details-content{content-visibility:visible!important;block-size:auto!important;opacity:1!important}
summary{list-style:none;color:var(--ink)}
summary::-webkit-details-marker{display:none}
.scroll{overflow:visible}
section{margin-top:1.6rem}
.part{break-before:page;margin-top:0;border-top:0;padding-top:0}
.legend,.proven::after{display:none}
h1{font-size:22pt}h2{font-size:14pt}h2,h3,summary{break-after:avoid}
.card,.finding,.rows li,.closings li,.answers li,tr{break-inside:avoid}
a{text-decoration:none}
.badge,.sev,.c-leaked,.poll a,.brand::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
