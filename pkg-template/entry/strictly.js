// How an entry brings in strict validation, from a file of its own. What it fails with is what the error is to say.
export const strictly = (file, load) => () =>
  load()
    .then(({ start }) => start())
    .catch((cause) => {
      const note = `strictValidation: ${file} could not be loaded`;
      throw { note, details: [note], retryable: true, cause };
    });
