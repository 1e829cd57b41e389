/** Evidence of names, certificates, redirects, headers, errors and exposed paths. */
export type NetworkEvidence = {};
