import { isSameShape } from '../book/trades'
import { append, NONE } from '../model/arrays'
import { FewMap } from '../model/few-map'
import { type Entry, entryOf, mergeable, mergedOpenings } from './entry'

/** Whether two entries are of one structure, and no flat point lies between them. */
export const canAddUp = (a: Entry, b: Entry): boolean =>
  isSameShape(a, b) && mergeable(a, b) !== null

/** Entries, and those that were made on the way to them. */
interface AddedUp {
  readonly entries: readonly Entry[]
  readonly considered: readonly Entry[]
}

/** An entry in the making: it grows with each entry of its structure. */
interface Growing {
  entry: Entry
  /** Its place among the entries. */
  readonly place: number
}

/** Entries beyond which those of the same positions are looked up, not compared with all. */
const FEW = 12

/** What entries of one structure have in common at least: their positions. */
const positionsOf = ({ legs }: Entry): string =>
  legs
    .map(({ key }) => key)
    .sort()
    .join(' ')

/**
 * Entries of one structure add up: each joins the first before it that has its structure and was
 * not flat between.
 *
 * @param entries in the order of time.
 */
export function addUpSameShape(entries: readonly Entry[]): AddedUp {
  const result: Entry[] = []
  const considered: Entry[] = []
  const alike = new FewMap<string, Growing[]>()
  for (const entry of entries) {
    const positions = entries.length > FEW ? positionsOf(entry) : ''
    const candidates = alike.get(positions) ?? NONE
    let open = candidates.filter((candidate) => candidate.entry.isOpenAt(entry.at))
    const same = open.find((candidate) => canAddUp(candidate.entry, entry))
    if (same) {
      same.entry = entryOf(mergedOpenings(same.entry, entry))
      result[same.place] = same.entry
      considered.push(same.entry)
    } else {
      open = append(open, { entry, place: result.length })
      result.push(entry)
    }
    alike.set(positions, open)
  }
  return { entries: result, considered }
}
