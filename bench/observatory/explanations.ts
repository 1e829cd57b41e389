/** Why we say otherwise, by scenario and check. A disagreement without a line here makes the bench fail. */
export const explanations: Readonly<Record<string, string>> = {
  'nothing headers.referrer':
    'We warn that none is sent; it counts a missing Referrer-Policy as a pass, since browsers have a sound default.',
  'referrer-missing headers.referrer': 'The same: a warning of ours against a pass of its.',
  'reflects-any-origin cors.origin':
    'It sends one Origin and looks at three permissive headers; an origin that is reflected with Access-Control-Allow-Credentials lets every site read the answers.',
  'csp-two-intersect headers.csp':
    'Browsers enforce both policies: inline script needs the leave of each, and the second gives none (CSP3 §2.2.2). It merges the two into one.',
  'csp-strict-dynamic headers.csp':
    'The policy is strong; the nonce of this site is the same in every answer, which one look cannot show and two do (CSP3 §7.1).',
  'csp-elem-inline headers.csp':
    'script-src-elem overrules script-src for script elements (CSP3 §6.1.11), and it allows inline script. It reads script-src only.',
  'csp-bendable-host headers.csp':
    'A host that serves libraries for everybody lets an injected element load one that runs anything; we warn.',
  'frame-allow-from headers.frame':
    'No browser obeys ALLOW-FROM (RFC 7034 was never followed there, and HTML ignores the header), so anybody may frame the page.',
  'frame-ancestors-any headers.frame':
    'frame-ancestors overrules X-Frame-Options (CSP3 §6.4.2), and here it allows everybody. It takes its presence for a limit.',
  'nosniff-first-of-two headers.nosniff':
    'Sent twice, the header is read as a list whose first value counts (Fetch §3.6): nosniff. It compares the joined text.',
  'hsts-repeated-directive https.hsts':
    'A directive that stands twice makes the header invalid (RFC 6797 §6.1), and browsers ignore it.',
};
