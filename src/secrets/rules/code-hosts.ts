import { crc32 } from 'node:zlib';
import { type Found, type Rule, tokenRule, type Verdict } from '../rule.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** GitHub and npm end their tokens with a CRC-32 in base 62. It raises confidence; values that fail it are still reported. */
export function hasChecksum(body: string): boolean {
  let number = crc32(body.slice(0, -6));
  let digits = '';
  for (let at = 0; at < 6; at += 1) {
    digits = (base62[number % 62] as string) + digits;
    number = Math.floor(number / 62);
  }
  return digits === body.slice(-6);
}
function mixedBody({ value }: Found): Verdict | undefined {
  const body = value.replace(/^[a-z]+_/i, '');
  return /\d/.test(body) && /[A-Z]/.test(body) && /[a-z]/.test(body) ? {} : undefined;
}

const code = 'read and change the source code';
const publish = 'publish packages that others install';
/** Tokens of code hosts, CI systems and package registries. */
// biome-ignore format: a table, one rule a line or block
export const codeHostRules: readonly Rule[] = [
  tokenRule('github-token', 'GitHub', code, 'gh[pousr]_[A-Za-z0-9]{36,255}', ['ghp_{A36}', 'gho_{A36}', 'ghs_{A36}'], { anchor: 'gh', anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], no: ['ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'ghp_short'] }),
  tokenRule('github-fine-grained-token', 'GitHub', code, 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}', ['github_pat_{A22}_{A59}'], { anchor: 'github_pat_', no: ['github_pat_x'] }),
  tokenRule('gitlab-token', 'GitLab', code, 'gl(?:pat|dt|rt|ptt|agent|oas|soat|cbt|ft|imt|ffct)-[A-Za-z0-9_=-]{20,300}(?:\\.[0-9a-z.]{9,12})?', ['glpat-{B20}', 'gldt-{B20}'], { anchor: 'gl', anchors: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glagent-', 'gloas-', 'glsoat-', 'glcbt-', 'glft-', 'glimt-'], no: ['glpat-x'] }),
  tokenRule('gitlab-trigger-token', 'GitLab', 'start deployments', 'GR1348941[A-Za-z0-9_-]{20}', ['GR1348941{B20}'], { anchor: 'gr1348941', no: ['GR1348941'] }),
  tokenRule('bitbucket-token', 'Bitbucket', code, 'AT(?:CTT|BB)[A-Za-z0-9_=-]{28,200}', ['ATBB{A28}{H4}'], { anchor: 'atbb', anchors: ['atbb', 'atctt'], no: ['ATBBx'] }),
  tokenRule('atlassian-token', 'Atlassian', 'read and change issues and pages', 'ATATT3[A-Za-z0-9_=-]{180,220}', ['ATATT3{B186}'], { anchor: 'atatt3', reach: 300, no: ['ATATT3x'] }),
  tokenRule('npm-token', 'npm', publish, 'npm_[A-Za-z0-9]{36}', ['npm_{A36}'], { anchor: 'npm_', accept: mixedBody, no: ['npm_config_registry_url_for_all_of_us_x', 'npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'] }),
  tokenRule('pypi-token', 'PyPI', publish, 'pypi-AgE[A-Za-z0-9_-]{50,250}', ['pypi-AgEIcHlwaS5vcmc{B100}'], { anchor: 'pypi-age', no: ['pypi-agent'] }),
  tokenRule('rubygems-token', 'RubyGems', publish, 'rubygems_[a-f0-9]{48}', ['rubygems_{H48}'], { anchor: 'rubygems_', no: ['rubygems_x'] }),
  tokenRule('nuget-token', 'NuGet', publish, 'oy2[a-z0-9]{43}', ['oy2{Z43}'], { anchor: 'oy2', no: ['oy2x'] , accept: ({ value }) => (/\d.*\d.*\d.*\d/.test(value.slice(3)) ? {} : undefined) }),
  tokenRule('crates-token', 'crates.io', publish, 'cio[A-Za-z0-9]{32}', ['cio{A32}'], { anchor: 'cio', accept: ({ value }) => (/\d/.test(value) && /[A-Z]/.test(value.slice(3)) && /[a-z]/.test(value.slice(3)) ? {} : undefined), no: ['cios'] }),
  tokenRule('clojars-token', 'Clojars', publish, 'CLOJARS_[a-f0-9]{60}', ['CLOJARS_{H60}'], { anchor: 'clojars_', no: ['CLOJARS_x'] }),
  tokenRule('docker-hub-token', 'Docker Hub', publish, 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}', ['dckr_pat_{B27}'], { anchor: 'dckr_', no: ['dckr_pat_x'] }),
  tokenRule('artifactory-token', 'Artifactory', publish, 'AKCp[A-Za-z0-9]{68,72}', ['AKCp{A69}'], { anchor: 'akcp', no: ['AKCpx'] }),
  tokenRule('artifactory-reference', 'Artifactory', publish, 'cmVmd[A-Za-z0-9]{59}', ['{E:reftkn:01:1767225600:q8Zk3LpV7sYd2NwXcTb9fR4mHj6}'], { anchor: 'cmvmd', accept: ({ value }) => (/^reftkn:\d{2}:\d{10}:/.test(Buffer.from(value, 'base64').toString('latin1')) ? {} : undefined), no: ['cmVmdx', 'cmVmd{A59}'] }),
  tokenRule('sonarqube-token', 'SonarQube', 'read code analysis', 'sq[upa]_[a-f0-9]{40}', ['sqp_{H40}'], { anchor: 'sq', anchors: ['squ_', 'sqp_', 'sqa_'], weight: 'high', no: ['sqp_x'] }),
  tokenRule('buildkite-token', 'Buildkite', 'start builds', 'bkua_[a-z0-9]{40}', ['bkua_{Z40}'], { anchor: 'bkua_', no: ['bkua_x'] }),
  tokenRule('postman-key', 'Postman', 'read stored requests and their credentials', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}', ['PMAK-{H24}-{H34}'], { anchor: 'pmak-', weight: 'high', no: ['PMAK-x'] }),
  tokenRule('linear-key', 'Linear', 'read and change issues', 'lin_(?:api|oauth)_[A-Za-z0-9]{32,64}', ['lin_api_{A40}'], { anchor: 'lin_', weight: 'high', no: ['lin_api_x'] }),
  tokenRule('notion-token', 'Notion', 'read and change pages', '(?:ntn_[0-9]{9,11}[A-Za-z0-9]{35}|secret_[A-Za-z0-9]{43})', ['ntn_{D11}{A35}', 'secret_{A43}'], { anchor: 'ntn_', anchors: ['ntn_', 'secret_'], weight: 'high', accept: mixedBody, no: ['ntn_x', 'secret_name_of_the_thing_that_is_stored_here_x'] }),
  tokenRule('airtable-token', 'Airtable', 'read and change the tables', 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}', ['airtable: pat{A14}.{H64}'], { anchor: 'airtable', before: 100, weight: 'high', no: ['airtable path.x'] }),
  tokenRule('asana-token', 'Asana', 'read and change tasks', '[12]/\\d{13,17}(?:/\\d{13,17})?:[a-f0-9]{32}', ['asana 1/{D16}:{H32}'], { anchor: 'asana', before: 100, weight: 'high', no: ['asana 1/2'] }),
  tokenRule('figma-token', 'Figma', 'read and change designs', 'fig[dpuo]_[A-Za-z0-9_-]{40,60}', ['figd_{B40}'], { anchor: 'figd_', anchors: ['figd_', 'figp_', 'figu_', 'figo_'], weight: 'high', no: ['figd_x'] }),
  tokenRule('contentful-token', 'Contentful', 'change the content', 'CFPAT-[A-Za-z0-9_-]{43}', ['CFPAT-{B43}'], { anchor: 'cfpat-', weight: 'high', no: ['CFPAT-x'] }),
  tokenRule('readme-key', 'ReadMe', 'change the documentation', 'rdme_[a-z0-9]{70}', ['rdme_{Z70}'], { anchor: 'rdme_', weight: 'medium', no: ['rdme_x'] }),
];
