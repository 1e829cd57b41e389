const tones = ['fail', 'unproven', 'warn', 'pass', 'attested'];

/** Light and dark; every text colour keeps 4.5 : 1 on each of the three backgrounds (tested with axe). */
export const colours = `
:root{color-scheme:light dark;--paper:#f7f7f4;--panel:#fff;--wash:#eeeee9;--ink:#1a1c21;--quiet:#575b63;--rule:#dcdcd5;--link:#1d4f91;--focus:#b25e00;--fail:#b0231a;--fail-wash:#fbe9e6;--unproven:#5640a8;--warn:#855600;--pass:#1b6a43;--attested:#0a5f70}
@media (prefers-color-scheme:dark){:root{--paper:#131519;--panel:#1b1e24;--wash:#252932;--ink:#e8e8e3;--quiet:#a6abb5;--rule:#333842;--link:#8fbcf5;--focus:#ffb35c;--fail:#ff9085;--fail-wash:#3d2120;--unproven:#bfb0ff;--warn:#efbe63;--pass:#7fd3a3;--attested:#7ccfe0}}
${tones.map((tone) => `.t-${tone}{--tone:var(--${tone})}`).join('')}
.t-leaked{--tone:var(--fail)}.t-not-applicable,.t-plain{--tone:var(--quiet)}
`;
