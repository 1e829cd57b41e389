/**
 * Which names in CAA records stand for which authority, by the organisation that its certificates carry as their issuer.
 * From the authorities' own practice statements as collected in the Common CA Database ("CAA identifiers"), as of 2026-03.
 * An authority that is not here is unknown, which is no fault of a certificate.
 */
interface KnownAuthority {
  readonly name: string;
  /** Matches the organisation, or the common name, of an issuing certificate. */
  readonly issuer: RegExp;
  readonly identifiers: readonly string[];
}

const digicert = [
  ['digicert.com', 'www.digicert.com', 'digicert.ne.jp', 'cybertrust.ne.jp', 'symantec.com', 'thawte.com'],
  ['geotrust.com', 'rapidssl.com', 'quovadisglobal.com', 'digitalcertvalidation.com'],
  ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'],
] as const;
const sectigo = ['sectigo.com', 'comodo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com', 'zerossl.com'];
const entrust = ['entrust.net', 'affirmtrust.com'];

export const knownAuthorities: readonly KnownAuthority[] = [
  { name: "Let's Encrypt", issuer: /^Let'?s Encrypt$|^ISRG$/i, identifiers: ['letsencrypt.org'] },
  { name: 'Google Trust Services', issuer: /^Google Trust Services/i, identifiers: ['pki.goog', 'google.com'] },
  { name: 'Amazon', issuer: /^Amazon\b/i, identifiers: digicert[2] },
  {
    name: 'DigiCert',
    issuer: /^(?:DigiCert|Symantec|GeoTrust|thawte|RapidSSL|QuoVadis|Cloudflare,? Inc)/i,
    identifiers: [...digicert[0], ...digicert[1]],
  },
  {
    name: 'Sectigo',
    issuer:
      /^(?:Sectigo|COMODO|The USERTRUST|ZeroSSL|GEANT|Gandi|TrustAsia|Network Solutions|cPanel|Corporation Service|InCommon|Internet2)/i,
    identifiers: [...sectigo, ...entrust, 'trustasia.com'],
  },
  { name: 'Entrust', issuer: /^(?:Entrust|AffirmTrust)/i, identifiers: [...entrust, ...sectigo] },
  { name: 'GlobalSign', issuer: /^GlobalSign/i, identifiers: ['globalsign.com'] },
  { name: 'GoDaddy', issuer: /^(?:GoDaddy|Starfield)/i, identifiers: ['godaddy.com', 'starfieldtech.com'] },
  { name: 'SSL.com', issuer: /^SSL Corp(?:oration)?$|^SSL\.com/i, identifiers: ['ssl.com'] },
  { name: 'Microsoft', issuer: /^Microsoft Corporation/i, identifiers: ['microsoft.com'] },
  { name: 'Apple', issuer: /^Apple Inc/i, identifiers: ['pki.apple.com', 'apple.com'] },
  { name: 'Buypass', issuer: /^Buypass/i, identifiers: ['buypass.com', 'buypass.no'] },
  { name: 'Actalis', issuer: /^Actalis/i, identifiers: ['actalis.it'] },
  { name: 'Certum', issuer: /^(?:Unizeto|Asseco|home\.pl|nazwa\.pl)/i, identifiers: ['certum.pl', 'certum.eu'] },
  { name: 'IdenTrust', issuer: /^(?:IdenTrust|TrustID)/i, identifiers: ['identrust.com'] },
  { name: 'SwissSign', issuer: /^SwissSign/i, identifiers: ['swisssign.com', 'swisssign.net'] },
  { name: 'HARICA', issuer: /^(?:Hellenic Academic|Greek Universities)/i, identifiers: ['harica.gr'] },
  {
    name: 'Telekom Security',
    issuer: /^(?:Deutsche Telekom Security|T-Systems|Verein zur Foerderung eines Deutschen)/i,
    identifiers: ['telesec.de', 'pki.dfn.de', 'dfn.de'],
  },
  {
    name: 'D-Trust',
    issuer: /^D-Trust/i,
    identifiers: ['d-trust.net', 'dtrust.de', 'd-trust.de', 'dtrust.net', 'certs.sign-me.de', 'bdr.de'],
  },
  { name: 'Certigna', issuer: /^(?:Certigna|Dhimyotis)/i, identifiers: ['certigna.fr', 'certigna.com'] },
  {
    name: 'Trustwave',
    issuer: /^(?:Trustwave|SecureTrust|Viking Cloud)/i,
    identifiers: ['trustwave.com', 'securetrust.com'],
  },
  { name: 'SECOM', issuer: /^SECOM/i, identifiers: ['secomtrust.net'] },
  { name: 'Cybertrust Japan', issuer: /^Cybertrust Japan/i, identifiers: ['cybertrust.ne.jp', 'cybertrust.co.jp'] },
  { name: 'JPRS', issuer: /^Japan Registry Services/i, identifiers: ['jprs.jp'] },
  { name: 'certSIGN', issuer: /^CERTSIGN/i, identifiers: ['certsign.ro'] },
  { name: 'Microsec', issuer: /^Microsec/i, identifiers: ['e-szigno.hu', 'microsec.hu'] },
  { name: 'Disig', issuer: /^Disig/i, identifiers: ['disig.sk'] },
  { name: 'emSign', issuer: /^eMudhra/i, identifiers: ['emsign.com', 'emudhra.com'] },
  { name: 'TWCA', issuer: /^TAIWAN-CA/i, identifiers: ['twca.com.tw'] },
  {
    name: 'WISeKey',
    issuer: /^(?:WISeKey|OISTE)/i,
    identifiers: ['wisekey.com', 'hightrusted.com', 'certifyid.com', 'oiste.org'],
  },
  { name: 'Telia', issuer: /^Telia/i, identifiers: ['telia.com', 'telia.fi', 'telia.se'] },
  { name: 'FNMT', issuer: /^FNMT/i, identifiers: ['fnmt.es'] },
  { name: 'Izenpe', issuer: /^IZENPE/i, identifiers: ['izenpe.com', 'izenpe.eus'] },
  { name: 'Firmaprofesional', issuer: /^Firmaprofesional/i, identifiers: ['firmaprofesional.com'] },
  { name: 'NETLOCK', issuer: /^NETLOCK/i, identifiers: ['netlock.hu', 'netlock.net', 'netlock.eu'] },
];

/** The authority behind an issuing certificate, by its organisation first, its common name else. */
export function authorityOf(organization: string | undefined, commonName: string): KnownAuthority | undefined {
  return knownAuthorities.find(({ issuer }) => issuer.test(organization ?? commonName));
}

/** Whether a name in a CAA record is known to stand for some authority. */
export function isKnownIdentifier(identifier: string): boolean {
  return knownAuthorities.some(({ identifiers }) => identifiers.includes(identifier));
}
