package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aListenerIsNamedByItsProcess() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName(Site.HOST))) {
            var holder = Ports.holder(listener.getLocalPort());

            assertThat(holder.orElseThrow())
                    .startsWith("pid " + ProcessHandle.current().pid() + " (")
                    .contains("java");
            assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void aListenerOnEveryAddressHoldsThePortToo() throws IOException {
        try (var listener = new ServerSocket(0)) {
            assertThat(Ports.holder(listener.getLocalPort())).isPresent();
            assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void aPortThatWasGivenBackIsFree() throws IOException {
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName(Site.HOST))) {
            port = listener.getLocalPort();
        }

        assertThat(Ports.isFree(port)).isTrue();
        assertThat(Ports.holder(port)).isEmpty();
    }
}
