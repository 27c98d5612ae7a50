/**
 * Cuts a page from rows of which one more than `limit` was asked for: its presence tells that there is a next page.
 */
export function pageOf<Row>(rows: Row[], limit: number, cursorAfter: (last: Row) => string) {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { shown, nextCursor: last === undefined ? null : cursorAfter(last) }
}
