// What goes between this page and the host: the maps that the client checks types against.

/** Messages that come. Others come too, whatever somebody publishes; they are shown and mean nothing here. */
export interface Received {
  agent_started: { run_id: string; question: string };
  agent_thinking: { run_id: string; note: string };
  partial_result: { run_id: string; index: number; text: string };
  agent_completed: { run_id: string; cancelled?: boolean; reason?: string; took_ms: number };
  chat_message: { content: string; from: string };
  note: { content?: string; n?: number };
}

/** Messages that are sent. */
export interface Sent {
  chat_message: { content: string; from: string };
  assistant_ask: { question: string };
  assistant_cancel: { run_id: string };
}

/** What the state says of the assistant's newest run. */
export interface Progress {
  run_id: string;
  status: string;
  chunks_done: number;
  chunks_total: number;
}

/** The state, as far as this page knows it. */
export interface DemoState {
  assistant?: Progress;
}
