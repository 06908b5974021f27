import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Holds the cases of read_properties.py against java.util.Properties itself, and Spark's way of calling it. */
public class ReadProperties {
  static byte[] bytes(String hex) {
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; ++i) out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return out;
  }

  static String text(String hex) {
    return new String(bytes(hex), StandardCharsets.UTF_8);
  }

  /** What no XML document can hold stands as its escape. */
  static String shown(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length();) {
      int c = text.codePointAt(i);
      boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
      if (control || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF) {
        out.append(String.format("\\u%04X", c));
      } else {
        out.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  static Map<String, String> load(String reader, byte[] data) throws IOException {
    boolean spark = reader.equals("spark");
    Properties properties = new Properties();
    ByteArrayInputStream stream = new ByteArrayInputStream(data);
    if (spark) {
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } else {
      properties.load(stream);
    }
    Map<String, String> found = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key);
      found.put(shown(key), shown(spark ? value.trim() : value));
    }
    return found;
  }

  public static void main(String[] arguments) throws IOException {
    List<String> cases = Files.readAllLines(Paths.get(arguments[0]), StandardCharsets.US_ASCII);
    int wrong = 0;
    for (String line : cases) {
      String[] parts = line.split(" ", -1);
      boolean malformed = parts.length == 4 && parts[3].equals("malformed");
      Map<String, String> wanted = new TreeMap<>();
      for (int i = 3; i < parts.length && !malformed; ++i) {
        int sign = parts[i].indexOf('=');
        wanted.put(text(parts[i].substring(0, sign)), text(parts[i].substring(sign + 1)));
      }
      Map<String, String> found = null;
      try {
        found = load(parts[0], bytes(parts[2]));
      } catch (IllegalArgumentException error) {
        // A malformed escape.
      }
      if (malformed ? found == null : wanted.equals(found)) continue;
      ++wrong;
      System.out.println(text(parts[1]) + ": wanted " + (malformed ? "malformed" : wanted) + ", read " + found);
    }
    System.out.println(cases.size() + " cases, " + wrong + " read differently");
    System.exit(wrong == 0 && !cases.isEmpty() ? 0 : 1);
  }
}
