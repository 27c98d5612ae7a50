import type { Activity } from '../../alpaca/activity'
import type { ActivitiesPage } from '../../alpaca/client'
import { earliestOf, latestOf } from '../../time/moment'
import type { AccountRun } from '../account-run'

/**
 * The newest activity of a page: the earlier of its creation and its date. Every activity that appears later is also
 * created later, so that one dated ahead hides none that follows with an earlier date. A row that does not tell when it
 * was created, nor executed, says nothing of what can follow; null when no row does.
 */
export const newestIn = ({ activities }: ActivitiesPage): string | null =>
  latestOf(...activities.map(newestOf))

function newestOf(activity: Activity): string | null {
  const created = createdAt(activity)
  return created === null ? null : earliestOf(created, activity.effectiveAt)
}

/** When an activity was created: of a fill, when it was executed. */
export const createdAt = ({ createdAt: created, transactionTime }: Activity): string | null =>
  created ?? transactionTime

/** The newest activity that Alpaca has now. */
export async function newestActivity(run: AccountRun): Promise<string | null> {
  return newestIn(await run.client.activitiesPage({ direction: 'desc' }))
}
