/** Images and labels as datasets: what they have in common, and who tells their formats apart. */
package org.convspark.data;
