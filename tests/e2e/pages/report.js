// Keeps what the page says, where the driver of a browser does not tell: errors, rejections that nobody handled, and
// what is written to the console.
Object.defineProperty(window, 'optaveReport', { value: [] });
{
  const report = window.optaveReport;
  const tell = (reason) =>
    report.push({ error: `${reason?.name}: ${reason?.message ?? reason}\n${reason?.stack ?? ''}` });
  window.addEventListener('error', ({ error, message }) => tell(error ?? { name: 'Error', message }));
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
  for (const name of ['debug', 'error', 'info', 'log', 'warn']) {
    const write = console[name];
    console[name] = (...values) => {
      report.push({ type: name === 'warn' ? 'warning' : name, text: values.map(String).join(' ') });
      write.apply(console, values);
    };
  }
}
