/**
 * Loading ND4J and oneDNN and making them fast; each workaround names the symptom, the version, and
 * how to see that it is on.
 */
package org.convspark.engine.natives;
