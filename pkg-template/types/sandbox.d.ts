/** Starts a local Optave on the loopback interface. */
export declare function startSandbox(options?: Record<string, unknown>): Promise<{
  url: string;
  websocketUrl: string;
  tokenUrl: string;
  restUrl: string;
  close(): Promise<void>;
}>;
