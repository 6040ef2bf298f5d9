/** Tests of how a job is packaged and submitted: the scripts, the job jar, the Spark home. */
package org.convspark.submit;
