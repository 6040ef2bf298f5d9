package org.convspark.cluster;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;
import org.convspark.config.InputException;
import org.convspark.storage.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Hadoop a user where this process's has no name: in a container that runs as an id which
 * /etc/passwd doesn't know. Hadoop's login then fails ("invalid null input: name"), and with it
 * every file system.
 */
final class LoginUser {
  private static final Logger LOG = LoggerFactory.getLogger(LoginUser.class);

  private LoginUser() {}

  /** Logs in by HADOOP_USER_NAME, or else by the user's number, if there is no name. */
  static void provide() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return;
    }
    UnixSystem user = new UnixSystem();
    if (user.getUsername() != null) {
      return;
    }
    try {
      UserGroupInformation.getLoginUser();
    } catch (IOException e) {
      LOG.info("user {} has no name to log in with", user.getUid(), e);
      String given = System.getenv("HADOOP_USER_NAME");
      UserGroupInformation.setLoginUser(
          UserGroupInformation.createRemoteUser(given == null ? "" + user.getUid() : given));
    }
  }

  /**
   * Returns what to throw where Hadoop's settings can't be had: Kerberos is asked for and not set
   * up, or else the failure as it is.
   */
  static RuntimeException refused(RuntimeException failure) {
    String reason = Reason.ofRoot(failure);
    return reason.contains("realm")
        ? new InputException(
            "hadoop.security.authentication kerberos",
            reason,
            "default_realm in /etc/krb5.conf",
            "set it there, or name another file with -Djava.security.krb5.conf=FILE in"
                + " spark.driver.extraJavaOptions",
            failure)
        : failure;
  }
}
