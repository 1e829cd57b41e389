/** What stands between these offsets makes or breaks a secret together; it may reach beyond the text. */
export interface Zone {
  readonly from: number;
  readonly to: number;
}

/** Texts in pieces that are longer than this reach far. */
const farJoined = 400;
/** So much beside a coded text says where it begins and ends. */
const besideCoded = 128;

export const zoneOfCoded = (from: number, to: number): Zone => ({ from: from - besideCoded, to: to + besideCoded });

/** Of a text in pieces, where it is long; what stands so far before it is looked at for its beginning. */
export const zonesOfJoined = (from: number, to: number): readonly Zone[] =>
  to - from > farJoined ? [zoneOfCoded(from - farJoined, to)] : [];
