/** A moment at which something is said about a clock. */
export interface Mark {
  /** As in the table of reminders, whose steps say the rest. */
  clock: string;
  step: string;
  /** Which of several that run by this clock; empty where there is one. */
  of: string;
  at: Date;
  dueAt: Date;
}

/** A mark as it is stored and posted. Times are ISO. */
export interface Reminder {
  clock: string;
  step: string;
  /** Absent where the clock runs once. */
  of?: string;
  at: string;
  dueAt: string;
  /** Over a minute late, for instance after downtime. Milliseconds. */
  lateBy: number;
}
