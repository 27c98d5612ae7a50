import pg from 'pg'

/** Methods of the driver's connection that its published types lack. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** `COPY ... FROM STDIN` of a text. */
class CopyIn extends pg.Query {
  constructor(
    text: string,
    private readonly chunks: readonly Buffer[],
  ) {
    super(text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk)
    connection.endCopyFrom()
  }
}

/** `COPY ... TO STDOUT` as a text. */
class CopyOut extends pg.Query {
  readonly chunks: Buffer[] = []

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.chunks.push(Buffer.from(chunk))
  }
}

function ended(client: pg.Client, query: pg.Query): Promise<void> {
  return new Promise((resolve, reject) => {
    query.on('end', () => resolve())
    query.on('error', reject)
    client.query(query)
  })
}

/** Writes rows by one COPY, the fastest way of Postgres to fill a table. */
export async function copyIn(
  client: pg.Client,
  into: string,
  rows: readonly Buffer[],
): Promise<void> {
  await ended(client, new CopyIn(`copy ${into} from stdin`, rows))
}

/** Reads rows in the text format of COPY. */
export async function copyOut(client: pg.Client, from: string): Promise<Buffer[]> {
  const query = new CopyOut(`copy ${from} to stdout`)
  await ended(client, query)
  return query.chunks
}
