//! Words of jobs in software: languages, technologies and fields.

/// Whether `word` indicates a maker of software.
pub(in crate::search::title) fn is_software(word: &str) -> bool {
    matches!(
        word,
        "software"
            | "qa"
            | "backend"
            | "frontend"
            | "fullstack"
            | "stack"
            | "web"
            | "mobile"
            | "ios"
            | "android"
            | "app"
            | "application"
            | "back"
            | "front"
            | "end"
            | "embedded"
            | "firmware"
            | "developer"
            | "programmer"
    )
}

/// Whether `word` is a kind of software, next to which "web" and "app" add nothing.
pub(in crate::search::title) fn is_kind_of_software(word: &str) -> bool {
    matches!(
        word,
        "backend"
            | "frontend"
            | "front"
            | "back"
            | "fullstack"
            | "stack"
            | "mobile"
            | "ios"
            | "android"
    )
}

pub(super) fn is_field_of_software(word: &str) -> bool {
    matches!(word, "engineering" | "development")
}

/// Whether `word` is a name for people who make software.
pub(in crate::search::title) fn is_software_head(word: &str) -> bool {
    matches!(
        word,
        "engineer" | "developer" | "programmer" | "engineering" | "development" | "dev" | "coder"
    )
}

/// Whether `word` is a noun for a person who makes software.
pub(in crate::search::title) fn is_software_maker(word: &str) -> bool {
    matches!(word, "engineer" | "developer" | "programmer" | "dev" | "coder")
}

/// Whether `word` is a platform or a framework that is extended by writing software, so that its
/// developers are developers of software. Those of a database, of reports or of a cloud need not
/// be.
pub(in crate::search::title) fn is_platform(word: &str) -> bool {
    matches!(
        word,
        "aspnet"
            | "django"
            | "drupal"
            | "dynamic"
            | "flask"
            | "j2ee"
            | "jee"
            | "joomla"
            | "laravel"
            | "magento"
            | "netsuite"
            | "salesforce"
            | "sap"
            | "servicenow"
            | "sfdc"
            | "sharepoint"
            | "shopify"
            | "spring"
            | "wordpress"
            | "workday"
    )
}

/// Whether `word` is a general-purpose programming language: "Java developer".
pub(in crate::search::title) fn is_language(word: &str) -> bool {
    matches!(
        word,
        "java"
            | "python"
            | "c++"
            | "c#"
            | "net"
            | "dotnet"
            | "go"
            | "golang"
            | "ruby"
            | "rail"
            | "php"
            | "rust"
            | "scala"
            | "elixir"
            | "perl"
            | "clojure"
            | "haskell"
            | "node"
            | "nodejs"
    )
}

/// Whether `word` is a well-known technology of one word. The job is the same with any of them.
pub(in crate::search::title) fn is_technology(word: &str) -> bool {
    (is_language(word) && word.len() > 2)
        || kind_of_framework(word).is_some()
        || matches!(
            word,
            "it" | "ai"
                | "ml"
                | "genai"
                | "llm"
                | "nlp"
                | "cloud"
                | "digital"
                | "agile"
                | "c++"
                | "c#"
                | "aws"
                | "azure"
                | "gcp"
                | "salesforce"
                | "sfdc"
                | "sap"
                | "oracle"
                | "workday"
                | "netsuite"
                | "servicenow"
                | "dynamic"
                | "sharepoint"
                | "hubspot"
                | "marketo"
                | "sql"
                | "nosql"
                | "mysql"
                | "postgresql"
                | "postgre"
                | "mongodb"
                | "snowflake"
                | "databrick"
                | "spark"
                | "hadoop"
                | "kafka"
                | "airflow"
                | "dbt"
                | "tableau"
                | "powerbi"
                | "looker"
                | "excel"
                | "spring"
                | "j2ee"
                | "jee"
                | "django"
                | "flask"
                | "laravel"
                | "aspnet"
                | "mean"
                | "mern"
                | "lamp"
                | "wordpress"
                | "drupal"
                | "shopify"
                | "magento"
                | "unity"
                | "linux"
                | "window"
                | "kubernete"
                | "docker"
                | "terraform"
                | "jenkin"
                | "selenium"
                | "cypress"
                | "playwright"
                | "etl"
                | "api"
                | "graphql"
                | "rest"
                | "microservice"
                | "iot"
                | "erp"
                | "crm"
                | "tensorflow"
                | "pytorch"
                | "figma"
                | "jira"
        )
}

/// Returns the kind of software made with a framework, or with a language that has few other uses:
/// "React developer".
pub(in crate::search::title) fn kind_of_framework(word: &str) -> Option<&'static str> {
    Some(match word {
        "react" | "angular" | "vue" | "svelte" | "nextjs" | "javascript" | "typescript"
        | "html" | "html5" | "css" | "jquery" | "redux" => "frontend",
        "reactnative" | "flutter" | "swift" | "swiftui" | "kotlin" | "xamarin" => "mobile",
        _ => return None,
    })
}
