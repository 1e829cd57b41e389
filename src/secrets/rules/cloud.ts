import { hasBech32Checksum } from '../bech32.ts';
import { entropyOf } from '../random-look.ts';
import { type Found, patternRule, type Rule, tokenRule, type Verdict } from '../rule.ts';

/** AWS spells access keys in base32; documentation keys end in EXAMPLE. */
function awsKey({ value, window, at }: Found): Verdict | undefined {
  if (/EXAMPLE/.test(value) || entropyOf(value) < 3) return undefined;
  // A signed link says whose key signed it; that name opens nothing.
  if (/Credential(?:=|%3D)$/i.test(window.slice(Math.max(0, at - 24), at))) return undefined;
  return hasSecretBeside(window) ? {} : { doubt: 'half' };
}

/** Forty letters that may be the secret of an access key. The key's identifier says whose it is; alone it opens nothing. */
function hasSecretBeside(window: string): boolean {
  const words = window.match(/(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g) ?? [];
  return words.some((value) => awsSecret({ value }) !== undefined);
}

/** Forty characters of base64 beside an AWS name: no hash, no path. */
function awsSecret({ value }: Pick<Found, 'value'>): Verdict | undefined {
  if (/EXAMPLE/i.test(value) || entropyOf(value) < 4 || /^[0-9a-f]{40}$/i.test(value)) return undefined;
  if (!/[A-Z]/.test(value) || !/[a-z]/.test(value) || !/\d/.test(value)) return undefined;
  return {};
}

/** The same kind of key serves browsers (Maps, Firebase) and servers: what it is beside decides. */
function googleKey({ window, at }: Found): Verdict | undefined {
  // Whoever holds a key for these models spends the owner's money; no browser is to have one.
  if (
    /generativelanguage\.googleapis|\bgemini\b|gemini_?(?:api_?)?key|aiplatform/i.test(
      window.slice(Math.max(0, at - 160), at + 320),
    )
  )
    return {};
  const around = window.slice(Math.max(0, at - 260), at + 320);
  if (
    /authDomain|projectId|messagingSenderId|storageBucket|appId|firebase|mobilesdk|"current_key"|google-services|GOOGLE_APP_ID|GCM_SENDER_ID/i.test(
      around,
    ) ||
    // What Google's plugin writes into the resources of an Android application.
    /name="google_(?:api|crash_reporting_api)_key"/.test(around)
  )
    return { exposure: 'publishable', weight: 'low', grants: 'name the Firebase project, as meant' };
  if (
    /maps\.googleapis|maps\/api|maps\/embed|[?&]key=|maps_?(?:api_?)?key|GMSServices|android\.(?:geo|maps)\.(?:v2\.)?API_KEY|googleMaps\b|\bdeveloperKey\b/i.test(
      around,
    )
  )
    return {
      exposure: 'publishable',
      weight: 'low',
      grants: 'load maps or choose files in a browser, as meant where referrers are limited',
    };
  return {};
}

/** The secret of a Scaleway key has this shape. */
const uuid = /(?<![0-9a-f-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f-])/i;
const cloud = 'act in the cloud account with the rights of its owner';
/** Keys of clouds and hosting. */
// biome-ignore format: a table, one rule a line or block
export const cloudRules: readonly Rule[] = [
  tokenRule('aws-access-key', 'AWS', cloud, '(?:AKIA|ASIA)[A-Z2-7]{16}', ['AKIA{S16}', 'ASIA{S16}'], { anchor: 'akia', anchors: ['akia', 'asia'], accept: awsKey, weight: 'high', before: 400, no: ['AKIAIOSFODNN7EXAMPLE', 'AKIA{S12}', 'X-Amz-Credential=AKIA{S16}%2F20240109%2Fus-east-1%2Fs3%2Faws4_request'] }),
  patternRule({
    id: 'aws-secret-key', provider: 'AWS', grants: cloud, issued: true,
    anchors: ['aws_secret', 'secret_access_key', 'secretaccesskey', 'secretkey', 'secret_key', 'aws_session', 'aws_sec'],
    pattern: /(?:aws\w{0,20}?|secret_?access_?key|secret_?key)["'\]\\)\s]{0,6}(?:=>|[:=,(])[\s"'\\(]{0,8}(?<v>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    before: 40, reach: 110, accept: awsSecret,
    yes: ['aws_secret_access_key = {P40}', '"secretAccessKey": "{P40}"'], no: ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'secret_key = {H40}'],
  }),
  patternRule({ id: 'vercel-edge-config', issued: true, provider: 'Vercel', grants: 'read the settings that the portal keeps at its edge', weight: 'high', anchors: ['edge-config.vercel.com'], pattern: /edge-config\.vercel\.com\/ecfg_[A-Za-z0-9]{8,60}\?token=(?<v>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/gi, before: 30, reach: 160, yes: ['EDGE_CONFIG=https://edge-config.vercel.com/ecfg_{A28}?token={G}'], no: ['https://edge-config.vercel.com/ecfg_{A28}?token=$TOKEN'] }),
  patternRule({ id: 'convex-deploy-key', issued: true, provider: 'Convex', grants: 'deploy functions and read the data', anchors: ['convex'], pattern: /convex\w{0,24}["'`\]]?\s{0,4}[:=]\s{0,4}["'`]?(?<v>(?:prod|preview|project):[a-z0-9:-]{3,80}\|[A-Za-z0-9+/=_-]{32,400})(?![A-Za-z0-9+/=_-])/gi, before: 10, reach: 560, yes: ['CONVEX_DEPLOY_KEY=prod:happy-otter-123|{P80}'], no: ['CONVEX_DEPLOYMENT=prod:happy-otter-123', 'CONVEX_DEPLOY_KEY=prod:happy-otter-123|$KEY'] }),
  patternRule({
    id: 'aws-secret-behind-id', issued: true, provider: 'AWS', grants: cloud, anchors: ['akia'],
    pattern: /["'`]AKIA[A-Z2-7]{16}["'`],\s{0,40}["'`](?<v>[A-Za-z0-9/+]{40})["'`]/g, before: 6, reach: 110, accept: awsSecret,
    yes: ['Session("AKIA{S16}", "{P40}", region_name="eu-central-1")'], no: ['Session("AKIA{S16}", os.environ["AWS_SECRET"])', 'f("AKIA{S16}", "{H40}")'],
  }),
  tokenRule('aws-bedrock-key', 'AWS', cloud, 'ABSK[A-Za-z0-9+/]{109,269}={0,2}', ['ABSK{P110}'], { anchor: 'absk', no: ['ABSKshort'] }),
  tokenRule('google-api-key', 'Google', 'use Google services on this account’s bill', 'AIza[A-Za-z0-9_-]{35}', ['const k = "AIza{B35}"'], { anchor: 'aiza', accept: googleKey, before: 300, reach: 400, weight: 'high', no: ['AIzaShort'] }),
  tokenRule('google-oauth-secret', 'Google', 'pose as the portal’s Google sign-in', 'GOCSPX-[A-Za-z0-9_-]{28}', ['GOCSPX-{B28}'], { anchor: 'gocspx-', no: ['GOCSPX-x'] }),
  tokenRule('google-refresh-token', 'Google', 'act for the Google user who granted it', '1//0[A-Za-z0-9_-]{40,120}', ['1//0{B60}'], { anchor: '1//0', no: ['1//0x'], weight: 'high' }),
  tokenRule('google-access-token', 'Google', 'act for the Google user until it ends', 'ya29\\.[A-Za-z0-9_-]{60,400}', ['ya29.{B120}'], { anchor: 'ya29.', weight: 'medium', reach: 500, no: ['ya29.x'] }),
  patternRule({
    id: 'azure-storage-key', issued: true, provider: 'Azure', grants: 'read and delete everything in the storage account',
    anchors: ['accountkey=', 'sharedaccesskey='], pattern: /(?:AccountKey|SharedAccessKey)=(?<v>[A-Za-z0-9+/]{43,86}={1,2})/g, before: 24, reach: 120,
    accept: ({ value }) => (value.startsWith('Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq') ? undefined : {}),
    yes: ['AccountName=portal;AccountKey={P86}==;EndpointSuffix=core.windows.net'], no: ['AccountKey=<key>;'],
  }),
  patternRule({
    id: 'azure-sas', issued: true, provider: 'Azure', grants: 'use the storage or queue the link names until it ends', weight: 'high',
    anchors: ['&sig=', '?sig='], pattern: /[?&]sig=(?<v>[A-Za-z0-9%+/]{40,80}(?:%3D|=){1,2})/g, before: 12, reach: 100,
    accept: ({ window, at }) => (/[?&]s[vpe]=/.test(window.slice(Math.max(0, at - 400), at + 400)) ? {} : undefined),
    yes: ['https://x.blob.core.windows.net/a?sv=2022-11-02&sp=r&sig={A42}%3D'], no: ['?sig=short'],
  }),
  tokenRule('azure-client-secret', 'Azure', 'sign in as the application', '[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}', ['{A3}8Q~{A31}'], { anchor: '8q~', anchors: ['8q~', '7q~'], before: 8, no: ['a8Q~x'] }),
  tokenRule('digitalocean-token', 'DigitalOcean', cloud, 'do[opr]_v1_[a-f0-9]{64}', ['dop_v1_{H64}', 'doo_v1_{H64}'], { anchor: '_v1_', before: 12, no: ['dop_v1_{H8}'] }),
  tokenRule('alibaba-access-key', 'Alibaba Cloud', cloud, 'LTAI[A-Za-z0-9]{12,20}', ['LTAI{A20}'], { anchor: 'ltai', weight: 'high', no: ['LTAIx'], accept: ({ value }) => (/\d/.test(value.slice(4)) && /[a-z]/.test(value) ? {} : undefined) }),
  tokenRule('tencent-secret-id', 'Tencent Cloud', cloud, 'AKID[A-Za-z0-9]{32}', ['AKID{A32}'], { anchor: 'akid', weight: 'high', no: ['AKIDx'] }),
  tokenRule('heroku-key', 'Heroku', cloud, 'HRKU-[A-Za-z0-9_-]{36,60}', ['HRKU-AA{B58}'], { anchor: 'hrku-', no: ['HRKU-x'] }),
  tokenRule('fly-token', 'Fly.io', cloud, 'fm[12][ar]?_[A-Za-z0-9+/]{100,}={0,3}', ['fm2_{P120}'], { anchor: 'fm2_', anchors: ['fm2_', 'fm1_', 'fm1a_', 'fm1r_'], reach: 1200, no: ['fm2_x'] }),
  tokenRule('netlify-token', 'Netlify', 'change and deploy the sites', 'nfp_[A-Za-z0-9]{36}', ['nfp_{A36}'], { anchor: 'nfp_', no: ['nfp_x'] }),
  tokenRule('vercel-token', 'Vercel', 'change and deploy the projects', '(?:vcp|vci|vca|vcr|vck)_[A-Za-z0-9]{24,60}', ['vcp_{A56}'], { anchor: 'vcp_', anchors: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], no: ['vcp_x'] }),
  tokenRule('vercel-blob-token', 'Vercel', 'read and write the blob store', 'vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{30,}', ['vercel_blob_rw_{A16}_{A30}'], { anchor: 'vercel_blob_rw_', no: ['vercel_blob_rw_x'] }),
  tokenRule('cloudflare-origin-ca', 'Cloudflare', 'issue certificates for the origin', 'v1\\.0-[a-f0-9]{24}-[a-f0-9]{146}', ['v1.0-{H24}-{H146}'], { anchor: 'v1.0-', reach: 300, no: ['v1.0-rc1'] }),
  tokenRule('hashicorp-vault-token', 'HashiCorp Vault', 'read the secrets its policy allows', 'hv[sbr]\\.[A-Za-z0-9_-]{24,220}', ['hvs.{B92}'], { anchor: 'hvs.', anchors: ['hvs.', 'hvb.', 'hvr.'], no: ['hvs.x'] }),
  tokenRule('terraform-cloud-token', 'Terraform Cloud', 'change the infrastructure', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}', ['{A14}.atlasv1.{B67}'], { anchor: '.atlasv1.', before: 40, no: ['x.atlasv1.y'] }),
  tokenRule('pulumi-token', 'Pulumi', 'change the infrastructure', 'pul-[a-f0-9]{40}', ['pul-{H40}'], { anchor: 'pul-', no: ['pul-x'] }),
  tokenRule('doppler-token', 'Doppler', 'read the secrets of the project', 'dp\\.(?:ct|pt|st|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}', ['dp.pt.{A43}', 'dp.st.prd.{A43}'], { anchor: 'dp.', no: ['dp.st.x'] }),
  tokenRule('onepassword-token', '1Password', 'read the vaults of the service account', 'ops_eyJ[A-Za-z0-9+/]{250,}={0,3}', ['ops_eyJ{P300}'], { anchor: 'ops_eyj', reach: 2000, no: ['ops_eyJx'] }),
  tokenRule('age-secret-key', 'age', 'decrypt what was encrypted to it', 'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}', ['AGE-SECRET-KEY-19TQZ3V7XK5WJ0R8DLH2MYC6PAUG4NFSEQ3ZK8W5X9VT2JD7R0LMC8VS3H5'], { anchor: 'age-secret-key-1', issued: false, mayLookInvented: true, accept: ({ value }) => (hasBech32Checksum(value) ? {} : undefined), no: ['AGE-SECRET-KEY-1X', 'AGE-SECRET-KEY-1{Y58}'] }),
  tokenRule('yandex-key', 'Yandex Cloud', cloud, 'AQVN[A-Za-z0-9_-]{35,38}', ['AQVN{B36}'], { anchor: 'aqvn', no: ['AQVNx'] }),
  tokenRule('flickr-scaleway-key', 'Scaleway', cloud, 'SCW[A-Z0-9]{17}', ['SCW{U17}'], { anchor: 'scw', weight: 'high', no: ['SCW_ACCESS_KEY'], before: 400, accept: ({ value, window }) => (/\d/.test(value.slice(3)) ? (uuid.test(window) ? {} : { doubt: 'half' as const }) : undefined) }),
];
