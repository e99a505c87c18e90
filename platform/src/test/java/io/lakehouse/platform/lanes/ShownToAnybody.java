package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every user of the machine and every client of an engine can read. */
final class ShownToAnybody {
    private ShownToAnybody() {}

    /** The command lines of all processes. */
    static List<String> commandLines() throws IOException {
        var lines = new ArrayList<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    lines.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .replace('\0', ' '));
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        assertThat(lines).anyMatch(line -> line.contains("ConnectDistributed"));
        return lines;
    }

    /** What an engine answers. */
    static String answer(String url) throws IOException, InterruptedException {
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(url).isEqualTo(200);
        return response.body();
    }
}
