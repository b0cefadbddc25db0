using System.Globalization;
using System.Text.RegularExpressions;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// The migrations that are embedded in this assembly, by schema. The first line of each says, as <c>-- Oldest build: 3</c>, which builds may go on using a
/// database that has it: processes run through a migration and beside newer ones, and none of them may lose its database by that.
/// </summary>
internal static partial class SchemaScripts
{
    /// <summary>What a schema is called in the table of versions.</summary>
    public static string NameOf(PostgreSqlSchema schema) => schema switch
    {
        PostgreSqlSchema.Log => "log",
        PostgreSqlSchema.Membership => "membership",
        _ => throw new ArgumentOutOfRangeException(nameof(schema)),
    };

    /// <summary>The version of a schema that this build needs; 0 without a migration.</summary>
    public static int VersionOf(PostgreSqlSchema schema) => Of(schema) is [.., var last] ? last.Version : 0;

    /// <summary>A schema's migrations, from version 1 on.</summary>
    public static IReadOnlyList<SchemaScript> Of(PostgreSqlSchema schema)
    {
        var folder = $"{schema}/";
        var assembly = typeof(SchemaScripts).Assembly;
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => Parse(Number(name[folder.Length..]), Read(assembly.GetManifestResourceStream(name)!)))
            .OrderBy(script => script.Version).ToList();
        for (var i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].Version != i + 1) throw new InvalidOperationException($"The migrations of {schema} are not numbered 1, 2, 3 and so on.");
        }

        return scripts;
    }

    /// <exception cref="InvalidOperationException">It does not say which builds may go on, or names one that can't be.</exception>
    internal static SchemaScript Parse(int version, string sql)
    {
        var header = Header().Match(sql);
        return header.Success && int.TryParse(header.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var oldest) && oldest >= 1 && oldest <= version
            ? new SchemaScript(version, oldest, sql)
            : throw new InvalidOperationException($"The first line of the migration {version} must be '-- Oldest build: <1 to {version}>'.");
    }

    [GeneratedRegex(@"\A-- Oldest build: (\d+)\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    /// <summary>The number before the underscore: <c>0001_tables.sql</c>.</summary>
    private static int Number(string file) => int.Parse(file.AsSpan(0, file.IndexOf('_', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
