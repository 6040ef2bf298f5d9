/** The memory of a compiled network, and the order of the primitives that work on it. */
package org.convspark.engine.memory;
