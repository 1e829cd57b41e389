import type { Seen } from './compare-answers.ts';

/** That an address has an account already, in the ten languages of the contract (en, de, fr, es, it, pt, nl, pl, ja, zh). */
const takenWords =
  /already (been )?(registered|exists?|in use|taken|used|has an account|have an account)|(e-?mail|user|account|address)\w* (\w+ ){0,3}(already )?(exists|is taken|taken)|(bereits|schon) (registriert|vergeben|vorhanden|verwendet|in verwendung)|existiert (bereits|schon)|existe déjà|déjà (utilisée?|enregistrée?|prise?|associée?)|ya (existe|está (registrad|en uso)|ha sido)|già (registrat|in uso|esist|utilizzat|associat)|esiste già|já (existe|está em uso|cadastrad|registad|registrad|foi)|(al|reeds) (geregistreerd|in gebruik|bezet)|bestaat al|już (istnieje|zarejestrowan|zajęt|używan)|(既に|すでに)(登録|使用|存在)|登録済み|已(经|經)?(被)?(注册|註冊|存在|使用|占用)/iu;
/** "If you already have an account …" says it to everybody. */
const conditional = /(^|[\s.,:;])(if|wenn|falls|sollte|si|se|als|indien|jeśli|jeżeli)\s|もし|如果|若/iu;

/** The line or answer that says so; undefined where none does. */
export function takenSaid({ text, answer }: Pick<Seen, 'text' | 'answer'>): string | undefined {
  return [...text, ...answer].find((one) => takenWords.test(one.replaceAll('_', ' ')) && !conditional.test(one));
}
