/**
 * Images and labels as datasets: what they have in common, and how their formats are told apart.
 */
package org.convspark.data;
