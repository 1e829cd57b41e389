/** What a file is, by its name: it decides which ways of writing a secret count. */
export interface TextKind {
  /** `settings`: NAME=value without quotes counts; `code`: only quoted values do; `prose`: documents, mark-up and tables. */
  readonly form: 'settings' | 'code' | 'json' | 'prose' | 'unknown';
  /** Tests, examples, fixtures, documents, requests that an editor sends (`.http`): names and values are made up there. */
  readonly rehearsal: boolean;
  /** Other people's packages, as images of systems and bundles of dependencies carry them. */
  readonly packaged: boolean;
  /** Texts for people in their language. */
  readonly translations: boolean;
  /** Lists of packages with their hashes, and of what a build drew for itself (Next.js). */
  readonly lockFile: boolean;
}

const settings =
  /(?:^|\/)(?:[^/]*\.env[^/]*|env|\.?[^/]*(?:rc|credentials|passwd|pgpass|netrc|htpasswd)|dockerfile[^/]*|makefile|procfile|jenkinsfile|config|kube_?config|credentials|hub|shadow|secrets?|\.dockercfg|\.gitconfig|authorized_keys)$|\.(?:env|envrc|ini|cfg|conf|config|cnf|properties|ya?ml|toml|tfvars|tf|hcl|sh|bash|zsh|fish|ps1|bat|cmd|service|plist|prefs|reg|netrc|s3cfg|credentials|secret|secrets|settings|vars|bru|env-.*|j2|tpl|tmpl|template|dist|npmrc|yarnrc|ovpn|rdp|desktop|kdl|nix|patch|diff|log|txt)$/i;
const code =
  /\.(?:[cm]?[jt]sx?|py|pyi|rb|php\d?|phtml|java|kt|kts|scala|groovy|gradle|go|rs|c|cc|cpp|cxx|h|hh|hpp|m|mm|cs|fs|vb|swift|dart|lua|pl|pm|r|ex|exs|erl|hs|clj|cljs|elm|vue|svelte|astro|jsp|asp|aspx|cshtml|erb|ejs|coffee|sol|zig|nim|jl|sql|graphql|gql|proto|css|scss|less|sass|styl|map|wxs|prisma)$/i;
const json =
  /\.(?:json[c5l]?|ndjson|har|ipynb|webmanifest|geojson|arb|tfstate|avsc|xml)$|(?:^|\/)\.?(?:dockercfg|babelrc|eslintrc|prettierrc)$/i;
const prose =
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?|xhtml|svg|csv|tsv|tex|textile|rtf|eml|po|pot|xliff?|resx)$/i;
const rehearsal =
  /(?:^|[/_.-])(?:tests?|testing|specs?|__tests__|__mocks__|__fixtures__|__snapshots__|mocks?|fixtures?|e2e|cypress|playwright|stories|storybook|examples?|samples?|demos?|docs?|documentation|tutorials?|playground|sandbox|bench(?:marks?)?|testdata|test-data|dummy|stubs?|fakes?|cassettes|vcr|changelog|readme|templates?|dist-example|localhost|snakeoil|self-?signed|phpunit[a-z]*|testsettings|pytest|conftest|jest|vitest|karma)(?=[/_.-]|$)|(?:Tests?|Spec|IT|Mock|Fixture)\.(?:java|kt|cs|scala|groovy|swift|php)$|[a-z](?:Dummy|Fake)[A-Z][^/]{0,60}\.(?:java|kt|cs|php)$|_test\.|test_[^/]*\.py$|\.(?:example|sample|template|dist|md|mdx|rst|adoc|snap|tmpl|tpl|http|rest)$/i;
/**
 * Source sets of Gradle (`src/integrationTest/`), packages of Go that serve tests (`httptest`), values that charts are tried with,
 * containers on a developer's own machine.
 */
const testFolders =
  /(?:^|\/)[a-z]+(?:Test|Tests|Spec|Specs|Fixtures|Mocks)\/|(?:^|\/)(?!(?:la|con|pro|grea|fas|at)test\/)[a-z]+test\/[^/]+\.go$|(?:^|\/)\.env\.ci$|(?:^|\/)(?:docker-)?compose[.-](?:dev|development|local|ci)[^/]*\.ya?ml$|(?:^|\/)charts\/[^/]+\/ci\/(?![^/]*(?:prod|live|stag))[^/]*-values\.ya?ml$/;
const packaged =
  /(?:^|\/)(?:vendor\/[\w.-]+\/[\w.-]+|node_modules|site-packages|dist-packages|bower_components|go\/pkg\/mod|usr\/(?:local\/)?(?:lib|include)|usr\/share\/(?!nginx\/html\/))\//;
const translations =
  /(?:^|\/)(?:i18n|l10n|locales?|lang|langs|languages?|translations?|messages|intl|lproj)(?:\/|$|\.)|\.(?:po|pot|xliff?|arb|strings|resx|lproj)$|(?:^|\/)(?:messages|strings)[_.-][a-z]{2}(?![a-z])/i;
const lockFile =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|composer\.lock|gemfile\.lock|poetry\.lock|pipfile\.lock|pdm\.lock|uv\.lock|cargo\.lock|go\.sum|mix\.lock|podfile\.lock|packages\.lock\.json|flake\.lock|deno\.lock|pubspec\.lock|gradle\.lockfile|\.terraform\.lock\.hcl|(?:server-reference|prerender|middleware)-manifest\.js(?:on)?)$/i;

/** `template.yaml` is what AWS SAM deploys; below `src/main` of Gradle and Maven a folder is a piece of a package's name. */
const named = /(?:^|\/)template\.(?:ya?ml|json)$/i;
const inPackage = /((?:^|\/)src\/main\/(?:java|kotlin|scala)\/(?:\w{2,3}\/)?)(?:example|demo|sample)\//i;

/** Cypress keeps there what its tests sign in with, and says to keep it out of git. */
const cypressSettings = /(?:^|\/)cypress\.env\.json$/;

const memo = new Map<string, TextKind>();

export function textKindOf(path: string): TextKind {
  const known = memo.get(path);
  if (known) return known;
  const inner = path.slice(path.lastIndexOf('!/') + 1);
  const kind: TextKind = {
    form: prose.test(inner)
      ? 'prose'
      : json.test(inner)
        ? 'json'
        : code.test(inner)
          ? 'code'
          : settings.test(inner)
            ? 'settings'
            : 'unknown',
    rehearsal: (rehearsal.test(spoken(inner)) && !cypressSettings.test(inner)) || testFolders.test(inner),
    packaged: packaged.test(inner) || /\.(?:whl|egg|jar)!\//.test(path),
    translations: translations.test(inner),
    lockFile: lockFile.test(inner),
  };
  if (memo.size > 20_000) memo.clear();
  memo.set(path, kind);
  return kind;
}

/** The path without what only sounds like an example. */
function spoken(path: string): string {
  return path.replace(named, '').replace(inPackage, '$1');
}

/** Descriptions of an API (OpenAPI 2 and 3) show examples: what stands in them is made up. */
export function describesApi(bytes: Buffer): boolean {
  return /^(?:\s|#[^\n]*\n|---)*\{?\s*["']?(?:openapi|swagger)["']?\s*:/.test(bytes.toString('latin1', 0, 600));
}
