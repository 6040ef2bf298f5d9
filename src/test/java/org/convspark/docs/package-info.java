/** Tests that what the documentation says to type works, and that its links lead somewhere. */
package org.convspark.docs;
