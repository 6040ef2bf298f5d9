/**
 * Making ND4J and oneDNN fast; each workaround names the symptom, the version, and how to see that
 * it is on.
 */
package org.convspark.accel;
