import { SyncError, type SyncErrorCode } from '../../sync/run/errors'
import { ledgerErrorOf } from '../../sync/run/failure'
import { Connection } from './connection'
import type { TargetedOutcome, UpstreamConnection, UpstreamHost, UpstreamState } from './host'
import { NamedOrders } from './named-orders'
import { PendingOrders } from './pending-orders'
import { RunRetry } from './run-retry'
import type { OrderFrame } from './stream-socket'

const SECOND = 1000
/** Frames so close to each other are synced together, so long at the most. */
const QUIET = 150
const MOST_QUIET = SECOND
/** The same while Alpaca's rate limit is nearly used up. */
const QUIET_WHEN_LOW = 3 * SECOND
/** So late after the last fill, Alpaca's positions show it. */
const POSITIONS_AFTER = 2 * SECOND
/** A change that no frame has named for so long was not sent. */
const MUTE_AFTER = 30 * SECOND
/** While there is work, the host calls again at the latest after this time. */
const WATCH = 60 * SECOND

/** How a run of the host ended. `more`: its budget ended first. */
type Ending = 'done' | 'more' | 'busy' | 'failed'

/**
 * Keeps the connection of one account to Alpaca's `trade_updates`, and syncs the orders that its
 * frames name. A frame is a hint: what is stored comes from REST. There is no replay, so each
 * session begins with a run of scope `all`. Time comes from the host alone: `now`, and `alarm` at
 * the times asked for with `wake`.
 *
 * @example
 * const upstream = new Upstream(host)
 * await upstream.ensure() // at each cron, sync and connecting client
 */
export class Upstream implements UpstreamConnection {
  private readonly connection: Connection
  private readonly pending: PendingOrders
  private loading: Promise<void> | null = null
  /** Frames since the last targeted sync began: times of the first and the last. */
  private burst: { first: number; last: number } | null = null
  private isRateLimitLow = false
  /** The full run that is due in this session; null if none is due. */
  private catchUp: { retry: RunRetry } | null = null
  private named = new NamedOrders(0)
  /** The last event that was judged; null before the full run of the session. */
  private judgedSeq: number | null = null
  /** Milliseconds since 1970: when changes are judged that are too new now. */
  private judgeAt: number | null = null
  private readonly orderRetry = new RunRetry()
  private readonly positionRetry = new RunRetry()
  private isWorking = false
  /** Until the next `ensure`. */
  private isStopped = false
  /** Milliseconds since 1970: the alarm that was asked for; null when there is none. */
  private wakesAt: number | null = null

  constructor(private readonly host: UpstreamHost) {
    this.pending = new PendingOrders(host.storage, (error) => this.report('store', error))
    this.connection = new Connection(host, {
      onListening: () => this.listening(),
      onOrder: (frame) => this.order(frame),
      onChange: () => this.planSoon(),
    })
  }

  get state(): UpstreamState {
    return this.connection.state
  }

  async ensure(): Promise<void> {
    this.isStopped = false
    await this.safely('ensure', async () => {
      await this.load()
      await this.connection.check()
    })
    // The alarm may be lost, when the host failed.
    this.wakesAt = null
    await this.plan()
  }

  async alarm(): Promise<void> {
    this.wakesAt = null
    if (this.isStopped) return
    await this.safely('alarm', async () => {
      await this.load()
      await this.connection.check()
      await this.work()
    })
    await this.plan()
  }

  async afterRun(): Promise<void> {
    await this.safely('judge', async () => {
      await this.load()
      await this.judge()
    })
    await this.plan()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.safely('stop', async () => {
      await this.load()
      this.endSession()
      await this.connection.forget()
      await this.pending.clear()
    })
  }

  /** Reads what an evicted object has left, once. */
  private load(): Promise<void> {
    this.loading ??= Promise.all([this.connection.load(), this.pending.load()]).then(
      () => undefined,
      (error: unknown) => {
        this.loading = null
        throw error
      },
    )
    return this.loading
  }

  private now(): number {
    return this.host.now().getTime()
  }

  private listening(): void {
    this.endSession()
    this.named = new NamedOrders((this.connection.openedAt ?? this.now()) * 1000)
    this.catchUp = { retry: new RunRetry() }
    this.planSoon()
  }

  private endSession(): void {
    this.catchUp = null
    this.judgedSeq = null
    this.judgeAt = null
    this.burst = null
  }

  /** Called for each frame: stores the id and asks for an alarm, nothing more. */
  private order({ orderId, updatedAt, isFill }: OrderFrame): void {
    const now = this.now()
    this.named.add(orderId, updatedAt ?? now * 1000)
    this.pending.add(orderId, updatedAt)
    if (isFill) this.pending.duePositions(now + POSITIONS_AFTER)
    this.burst = { first: this.burst?.first ?? now, last: now }
    this.planSoon()
  }

  private ordersDueAt(): number | null {
    const { burst, isRateLimitLow } = this
    const [quiet, most] = isRateLimitLow ? [QUIET_WHEN_LOW, QUIET_WHEN_LOW] : [QUIET, MOST_QUIET]
    const next = burst === null ? 0 : Math.min(burst.last + quiet, burst.first + most)
    const dueAt = this.pending.dueAt(next)
    return dueAt === null ? null : Math.max(dueAt, this.orderRetry.at)
  }

  private positionsDueAt(): number | null {
    const { positionsAt } = this.pending
    return positionsAt === null ? null : Math.max(positionsAt, this.positionRetry.at)
  }

  /** Does what is due, one run after the other. */
  private async work(): Promise<void> {
    if (this.isWorking) return
    this.isWorking = true
    try {
      const isDue = (at: number | null | undefined) => at != null && at <= this.now()
      const isAnyDue = [this.catchUp?.retry.at, this.ordersDueAt(), this.positionsDueAt()]
      // If the object is evicted in the middle of it, the next one goes on.
      if (isAnyDue.some(isDue)) await this.wake(this.now() + WATCH)
      if (isDue(this.catchUp?.retry.at)) await this.runAll()
      if (isDue(this.ordersDueAt())) await this.runOrders()
      if (isDue(this.positionsDueAt())) await this.runPositions()
      if (isDue(this.judgeAt)) await this.judge()
    } finally {
      this.isWorking = false
    }
  }

  private async runAll(): Promise<void> {
    const { catchUp } = this
    if (catchUp === null) return
    const { lastSeq } = await this.host.changedOrders(null)
    const ending = await this.sync('all')
    // Another session may have begun meanwhile.
    if (this.catchUp !== catchUp) return
    if (catchUp.retry.after(ending, this.now())) return
    this.catchUp = null
    this.judgedSeq = lastSeq
    await this.judge()
  }

  private async runOrders(): Promise<void> {
    this.burst = null
    const taken = this.pending.take(this.now())
    const { ending, behind } =
      taken.orders === null
        ? { ending: await this.sync('orders'), behind: [] }
        : await this.syncTargeted(taken.orders)
    const now = this.now()
    if (this.orderRetry.after(ending, now)) return
    const given = this.pending.done(taken, behind, now)
    if (given.length > 0) {
      this.host.log({ level: 'warn', event: 'upstream_orders_behind', orders: given.length })
    }
    if (taken.orders === null) await this.judge()
  }

  private async syncTargeted(
    orders: Parameters<UpstreamHost['syncOrders']>[0],
  ): Promise<{ ending: Ending; behind: string[] }> {
    const outcome = await this.host.syncOrders(orders).catch((error: unknown): TargetedOutcome => {
      this.report('orders', error)
      return { kind: 'failed' }
    })
    if (outcome.kind === 'done') this.isRateLimitLow = outcome.isRateLimitLow
    const behind = outcome.kind === 'done' ? outcome.behind : []
    // Of a stopped account nothing is synced: the ids are dropped.
    return { ending: outcome.kind === 'stopped' ? 'done' : outcome.kind, behind }
  }

  private async runPositions(): Promise<void> {
    const { positionsAt } = this.pending
    const ending = await this.sync('positions')
    const isAgain = this.positionRetry.after(ending, this.now())
    if (!isAgain && positionsAt !== null) this.pending.donePositions(positionsAt)
  }

  private async sync(scope: Parameters<UpstreamHost['sync']>[0]): Promise<Ending> {
    try {
      const { has_more } = await this.host.sync(scope)
      return has_more ? 'more' : 'done'
    } catch (error) {
      if (isSyncError(error, 'sync_in_progress')) return 'busy'
      this.report(scope, error)
      // Nothing is left that another attempt would do: rows were stored, or the settings are wrong.
      const isOver = error instanceof SyncError && !isSyncError(error, 'alpaca_unavailable')
      return isOver || ledgerErrorOf(error) !== null ? 'done' : 'failed'
    }
  }

  /** Dials again when a run found a change that the stream should have named by now. */
  private async judge(): Promise<void> {
    this.judgeAt = null
    const { judgedSeq, connection } = this
    if (judgedSeq === null || connection.state !== 'live') return
    const { lastSeq, orders } = await this.host.changedOrders(judgedSeq)
    if (this.judgedSeq !== judgedSeq) return
    const lacking = orders.filter((order) => this.named.lacks(order))
    const judgeTimes = lacking.map(({ updatedAt }) => updatedAt / 1000 + MUTE_AFTER)
    const now = this.now()
    const mute = judgeTimes.filter((at) => at < now)
    if (mute.length > 0) {
      this.host.log({ level: 'warn', event: 'upstream_mute', orders: mute.length })
      this.endSession()
      connection.redial()
    } else if (lacking.length === 0) this.judgedSeq = lastSeq
    else this.judgeAt = Math.min(...judgeTimes) + 1
  }

  /** Asks for the next alarm. */
  private async plan(): Promise<void> {
    await this.safely('wake', async () => {
      const times = [
        this.connection.dueAt(),
        this.catchUp?.retry.at ?? null,
        this.ordersDueAt(),
        this.positionsDueAt(),
        this.judgeAt,
      ].filter((at) => at !== null)
      if (times.length > 0) await this.wake(Math.min(...times))
    })
  }

  private planSoon(): void {
    void this.plan()
  }

  private async wake(at: number): Promise<void> {
    const time = Math.max(Math.ceil(at), this.now())
    if (this.wakesAt !== null && this.wakesAt <= time) return
    this.wakesAt = time
    try {
      await this.host.wake(new Date(time))
    } catch (error) {
      this.wakesAt = null
      throw error
    }
  }

  private async safely(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.report(what, error)
      // An alarm tries again what was not done.
      if (what !== 'wake' && what !== 'stop') await this.wake(this.now() + WATCH).catch(() => {})
    }
  }

  private report(what: string, error: unknown): void {
    const name = error instanceof SyncError ? error.code : nameOf(error)
    this.host.log({ level: 'warn', event: 'upstream_failed', what, error: name })
  }
}

const isSyncError = (error: unknown, code: SyncErrorCode): boolean =>
  error instanceof SyncError && error.code === code

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)
