/** Tests of the archive that the profile release writes. */
package org.convspark.release;
