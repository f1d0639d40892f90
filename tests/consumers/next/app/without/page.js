'use client';

import { useEffect, useState } from 'react';

// The same page without the SDK: what is left is what Next and React ship.
export default function Without() {
  const [text, setText] = useState('Waiting for nothing.');
  useEffect(() => setText('Nothing came.'), []);
  return <p>{text}</p>;
}
