// A database this version cannot serve from, told with the reason and what to do about it.
export class UnusableDatabase extends Error {
  constructor(why: string, whatToDo: string, options?: ErrorOptions) {
    super(`${why}. ${whatToDo}`, options)
  }
}

/** Another process holds the lock beside the database. */
export class DatabaseInUse extends UnusableDatabase {}
