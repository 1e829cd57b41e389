/** Whether `--only` (areas and check ids) takes in this check; no list takes in everything. */
export function isSelected(checkId: string, only: readonly string[] | undefined): boolean {
  if (!only || only.length === 0) return true;
  const area = checkId.slice(0, checkId.indexOf('.'));
  return only.includes(checkId) || only.includes(area);
}
