import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// `java.net.http.HttpClient` with its defaults: one GET, and the answer printed.
final class HttpClientClient {

  private HttpClientClient() {}

  public static void main(String[] arguments) throws InterruptedException {
    String host = arguments[1].contains(":") ? "[" + arguments[1] + "]" : arguments[1];
    var uri = URI.create(arguments[0] + "://" + host + ":" + arguments[2] + "/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
      System.out.print(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      System.err.println(e);
      System.exit(1);
    }
  }
}
