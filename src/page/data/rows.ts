import { useRef, useState } from 'preact/hooks'
import { type Loaded, useLoad } from './load'

/** A page of a list; the cursor of the next one is null on the last. */
export interface RowsPage<T> {
  rows: T[]
  next: string | null
}

/** Reads the page at a cursor; without one, the first. */
export type ReadPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<RowsPage<T>>

/** Reads the first pages of a list, one after the other, as one. */
export async function readPages<T>(
  most: number,
  read: ReadPage<T>,
  signal: AbortSignal,
): Promise<RowsPage<T>> {
  const rows: T[] = []
  let next: string | null = null
  for (let page = 0; page < most; page++) {
    const answer = await read(next ?? undefined, signal)
    rows.push(...answer.rows)
    next = answer.next
    if (next === null) break
  }
  return { rows, next }
}

/** Rows of a list that grows by a page each time that the reader asks for more. */
export interface Growing<T> extends Loaded<RowsPage<T>> {
  more: () => void
}

/**
 * Loads the first page of a list, and further ones on demand. The rows on the screen stay there
 * while more are read.
 */
export function useRows<T>(key: string, read: ReadPage<T>): Growing<T> {
  const [asked, ask] = useState({ key, pages: 1 })
  const pages = asked.key === key ? asked.pages : 1
  const loaded = useLoad(`${key} ${pages} pages`, (signal) => readPages(pages, read, signal))
  const last = useRef({ key, data: loaded.data })
  if (loaded.data !== undefined || last.current.key !== key) {
    last.current = { key, data: loaded.data }
  }
  return {
    ...loaded,
    data: last.current.data,
    more: () => ask({ key, pages: pages + 1 }),
  }
}
